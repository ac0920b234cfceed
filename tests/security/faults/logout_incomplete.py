"""The login keeps a role in the session, the logout takes back only what Flask-Login put there."""

from _planting import reference
from flask import Flask, session
from flask_login import logout_user

from app import sessions
from app.models import User

CATCHES = ("logout-incomplete",)


def create_app() -> Flask:
    """Plant it: the role stays for whoever sits down next."""
    begin = sessions.begin

    def begin_with_role(user: User, *, remember: bool) -> None:
        begin(user, remember=remember)
        session["role"] = "member"

    sessions.begin, sessions.forget = begin_with_role, logout_user
    return reference()
