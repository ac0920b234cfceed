"""Logout forgets the browser's cookies and leaves the row: every copy of the cookie stays good."""

from _planting import reference
from flask import Flask

from app import sessions

CATCHES = ("session-replay-after-logout",)


def create_app() -> Flask:
    """Plant it: `leave` no longer deletes the row."""
    sessions.leave = sessions.forget
    return reference()
