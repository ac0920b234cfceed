"""Odd: every answer brings a new session id. Right: the one before lives ten seconds, for requests at once."""

from _stores import Store
from _varying import Person, reference
from flask import Flask


def create_app() -> Flask:
    """Rotate the ids of the store."""
    app = reference(SESSION_COOKIE_NAME="__Host-visit")
    app.session_interface = Store(rotate=True)
    return app


def shown(person: Person) -> bool:
    """Alice stays in while the id changes."""
    alice = person.newcomer()
    alice.log_in()
    seen = {alice.is_in and alice.client.get_cookie("__Host-visit").value for _ in range(4)}
    return len(seen) == 4 and False not in seen
