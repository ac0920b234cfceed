"""Odd: logout answers 204, and the browser stays on its page. Right: the session has ended all the same."""

from _varying import Person, reference, wrap
from flask import Flask, request


def create_app() -> Flask:
    """Answer nothing where the app would redirect."""
    app = reference()
    wrap(app, "auth.logout", lambda answer: ("", 204) if request.method == "POST" else answer)
    return app


def shown(person: Person) -> bool:
    """Alice is in, leaves with 204, and is out."""
    alice = person.newcomer()
    alice.log_in()
    return alice.is_in and alice.send("/logout").status_code == 204 and not alice.is_in
