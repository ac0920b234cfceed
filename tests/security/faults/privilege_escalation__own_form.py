"""The password form hands all that it gets to an update of the row, the flag among it."""

from _admin import with_admin_area
from _planting import reference
from flask import Flask, request
from sqlalchemy import text

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("privilege-escalation",)


def create_app() -> Flask:
    """Plant it: who changes the password may become staff by the way."""
    app = with_admin_area(reference())
    change = accounts.change_password

    def change_of(user: User, password: str) -> None:
        change(user, password)
        if request.form.get("is_staff") in {"1", "true", "on"}:
            db.session.execute(text("UPDATE users SET is_staff = 1 WHERE id = :id"), {"id": user.id})
            db.session.commit()

    accounts.change_password = change_of
    return app
