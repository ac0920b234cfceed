"""The remember cookie is Flask-Login's own: the user's id and a keyed hash of it, the same at every login."""

import flask_login.login_manager
from _planting import reference
from flask import Flask
from flask_login.utils import encode_cookie

from app import sessions
from app.extensions import db
from app.models import User

CATCHES = ("remember-token-replay-after-logout",)

PREFIX = "user:"
by_session = sessions.load


def cookie_for(token: str) -> str:
    """What is remembered: not the session but whose it is."""
    user = by_session(token)
    return str(encode_cookie(f"{PREFIX}{user.id}" if user else token))


def load(token: object) -> User | None:
    """Find the user of a session, or of a remember cookie."""
    if not str(token).startswith(PREFIX):
        return by_session(token)
    user = db.session.get(User, int(str(token).removeprefix(PREFIX)))
    if user is not None:
        sessions.begin(user, remember=False)
    return user


def create_app() -> Flask:
    """Plant it: the cookie that Flask-Login writes names the user."""
    flask_login.login_manager.encode_cookie = cookie_for
    sessions.load = load
    return reference()
