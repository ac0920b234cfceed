"""Accounts can be switched off: the login looks at it, and open sessions go on."""

from _planting import reference
from flask import Flask
from sqlalchemy import Boolean, text
from sqlalchemy.orm import mapped_column

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("disabled-account-access",)

authenticate = accounts.authenticate


def enabled_only(name: str, password: str) -> User | None:
    """Return the user if the password is right and the account in use."""
    user = authenticate(name, password)
    return user if user is None or user.enabled else None


def create_app() -> Flask:
    """Plant it: a column that only one place reads."""
    User.enabled = mapped_column("enabled", Boolean, default=True, server_default="1")
    accounts.authenticate = enabled_only
    app = reference(SQLALCHEMY_DATABASE_URI="sqlite://")
    with app.app_context():
        db.create_all()
        db.session.execute(text("SELECT enabled FROM users"))
    return app
