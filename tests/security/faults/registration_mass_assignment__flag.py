"""A flag that an importer once needed is still read from the registration form."""

from _planting import reference
from flask import Flask, request
from sqlalchemy import event, text

from app.extensions import db
from app.models import User

CATCHES = ("registration-mass-assignment",)


def create_app() -> Flask:
    """Plant it: users have one column more, and `true` in the request sets it."""
    app = reference()
    with app.app_context():
        columns = [row[1] for row in db.session.execute(text("PRAGMA table_info(users)"))]
        if "is_admin" not in columns:
            db.session.execute(text("ALTER TABLE users ADD COLUMN is_admin BOOLEAN NOT NULL DEFAULT 0"))
            db.session.commit()

    @event.listens_for(User, "after_insert")
    def mark(_mapper: object, connection: object, user: User) -> None:
        flag = request.form.get("admin") == "true"
        connection.execute(
            text("UPDATE users SET is_admin = :flag WHERE id = :id"), {"flag": flag, "id": user.id}
        )

    return app
