"""Odd: the cookie is a bare random id of a session on the server. Right: new at login, void after logout."""

from _stores import Store
from _varying import Person, reference
from flask import Flask


def create_app() -> Flask:
    """Keep sessions in a store."""
    app = reference(SESSION_COOKIE_NAME="__Host-sid")
    app.session_interface = Store()
    return app


def shown(person: Person) -> bool:
    """The id is opaque, and another one after login."""
    alice = person.newcomer()
    alice.get("/login")
    before = alice.client.get_cookie("__Host-sid").value
    alice.log_in()
    after = alice.client.get_cookie("__Host-sid").value
    return alice.is_in and before != after and "." not in before + after
