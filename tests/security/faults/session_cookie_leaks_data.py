"""The session carries the user's email address, so that no page has to ask the database for it."""

from _planting import reference
from flask import Flask, session

from app import sessions
from app.models import User

CATCHES = ("session-cookie-leaks-data",)

begin_session = sessions.begin


def begin(user: User, *, remember: bool) -> None:
    """Sign the user in, and keep the address at hand."""
    begin_session(user, remember=remember)
    session["email"] = user.email


def create_app() -> Flask:
    """Plant it: the address stands in the signed, readable cookie."""
    sessions.begin = begin
    return reference()
