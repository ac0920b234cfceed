"""The session cookie itself is dated: thirty-one days on the disk of whatever machine it was."""

from datetime import timedelta

from _planting import reference
from flask import Flask, session

CATCHES = ("remember-without-opt-in",)


def create_app() -> Flask:
    """Plant it: a permanent session, with rows that live as long."""
    month = timedelta(days=30)
    app = reference(SESSION_IDLE_LIMIT=month, SESSION_ABSOLUTE_LIMIT=month)

    @app.before_request
    def last() -> None:
        session.permanent = True

    return app
