"""The logout empties the session and forgets the remember cookie, which signs in again with the next page."""

from _planting import reference
from flask import Flask, session

from app import sessions

CATCHES = ("logout-incomplete", "session-replay-after-logout")


def empty_session() -> None:
    """Leave the row and the second cookie alone."""
    session.clear()


def create_app() -> Flask:
    """Plant it: this is all that a logout does."""
    sessions.leave = empty_session
    return reference()
