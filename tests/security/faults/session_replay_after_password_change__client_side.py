"""Stock Flask-Login: the cookie says whose session it is, and nothing on the server can end it."""

from _planting import reference
from flask import Flask

from app import sessions
from app.extensions import db
from app.models import User

CATCHES = (
    "session-replay-after-password-change",
    "remember-token-survives-password-change",
    "remember-token-never-expires",
)


def create_app() -> Flask:
    """Plant it: the user is named by the id, and rows are not looked at."""
    User.get_id = lambda self: str(self.id)
    app = reference()
    app.login_manager.user_loader(lambda key: db.session.get(User, int(key)) if key.isdecimal() else None)
    sessions.current_row = lambda: None
    return app
