"""'End all other sessions' is exempt from the token: any page ends the sessions of whoever looks at it."""

from _planting import reference
from flask import Flask

from app.account import end_other_sessions
from app.extensions import csrf

CATCHES = ("csrf-state-change",)


def create_app() -> Flask:
    """Plant it: one view is exempt."""
    app = reference()
    csrf.exempt(end_other_sessions)
    return app
