"""The cookie holds the row's number, and SQLite gives the number of a deleted last row to the next."""

from _planting import reference, with_reused_ids
from flask import Flask

from app.extensions import db, login_manager
from app.models import User

CATCHES = ("user-id-reuse-takeover", "session-absolute-timeout", "session-idle-timeout")


def by_number(number: str) -> User | None:
    """Load who has this number now."""
    return db.session.get(User, int(number)) if number.isdecimal() else None


def create_app() -> Flask:
    """Plant it: Flask-Login as its documentation shows it, on a table without AUTOINCREMENT."""
    app = with_reused_ids(reference())
    User.get_id = lambda self: str(self.id)
    login_manager.user_loader(by_number)
    return app
