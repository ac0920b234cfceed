"""Each visit begins the session anew, its limit with it: an hour unused is the only end."""

from datetime import timedelta

from _planting import reference
from flask import Flask, session
from flask_login import current_user

from app import sessions
from app.extensions import db
from app.models import utcnow

CATCHES = ("session-absolute-timeout",)


def create_app() -> Flask:
    """Plant it: who is seen was signed in just now, and gets a fresh cookie."""
    app = reference(SESSION_IDLE_LIMIT=timedelta(hours=2))

    @app.before_request
    def renew() -> None:
        if current_user.is_authenticated:
            session.modified = True
            sessions.current_row().created = utcnow()
            db.session.commit()

    return app
