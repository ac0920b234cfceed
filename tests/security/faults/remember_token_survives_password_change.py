"""A new password ends the sessions that end with the browser; who had ticked the box stays remembered."""

from _planting import reference
from flask import Flask
from sqlalchemy import delete

from app import sessions
from app.extensions import db
from app.models import User, UserSession

CATCHES = ("remember-token-survives-password-change",)


def end_short_ones(user: User) -> None:
    """End what is not remembered."""
    short = UserSession.remembered.is_(False)
    db.session.execute(delete(UserSession).where(UserSession.user_id == user.id, short))
    db.session.commit()


def create_app() -> Flask:
    """Plant it: ending all sessions means all but the remembered."""
    sessions.end_all = end_short_ones
    return reference()
