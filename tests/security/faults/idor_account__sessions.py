"""Sessions are ended by their number, whosever they are."""

from _planting import reference
from flask import Flask
from sqlalchemy import delete

from app import sessions
from app.extensions import db
from app.models import User, UserSession

CATCHES = ("idor-account",)


def create_app() -> Flask:
    """Plant it: the query that ends a session no longer names its owner."""
    app = reference()

    def end(_user: User, session_id: int) -> bool:
        ended = db.session.execute(delete(UserSession).where(UserSession.id == session_id))
        db.session.commit()
        return bool(ended.rowcount)

    sessions.end = end
    return app
