"""Logout forgets the browser's cookies and leaves the session's row, so that every copy of the cookie stays good."""

from _planting import reference
from flask import Flask

from app import sessions

CATCHES = ("session-replay-after-logout", "remember-token-replay-after-logout")


def create_app() -> Flask:
    """Plant it: `leave` no longer deletes the row."""
    sessions.leave = sessions.forget
    return reference()
