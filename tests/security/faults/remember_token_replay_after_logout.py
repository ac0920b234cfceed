"""Logout keeps the sessions of people who asked to be remembered, so that they need not type the password again."""

from _planting import reference
from flask import Flask

from app import sessions

CATCHES = ("remember-token-replay-after-logout",)

end_session = sessions.leave


def leave() -> None:
    """Delete the row of a passing session, and forget the cookies of both kinds."""
    row = sessions.current_row()
    if row is not None and not row.remembered:
        end_session()
    else:
        sessions.forget()


def create_app() -> Flask:
    """Plant it: a remembered session has no end."""
    sessions.leave = leave
    return reference()
