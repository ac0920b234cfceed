"""Sessions are rows, but nothing deletes them with their user: the next one with the number inherits them."""

from _planting import reference, with_reused_ids
from flask import Flask

from app import accounts, sessions
from app.extensions import db

CATCHES = ("user-id-reuse-takeover",)


def remove(user) -> None:
    """Delete the account's row alone, as SQLite does where nobody asks it to keep foreign keys."""
    db.session.execute(db.text("PRAGMA foreign_keys = OFF"))
    db.session.execute(db.text("DELETE FROM users WHERE id = :id"), {"id": user.id})
    db.session.commit()


def create_app() -> Flask:
    """Plant it: deletion signs out the browser at hand, and leaves the other sessions to themselves."""
    app = with_reused_ids(reference())
    accounts.remove, sessions.leave = remove, sessions.forget
    return app
