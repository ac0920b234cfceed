"""The account is looked up with LIKE, so that a pattern is as good as a name."""

from _planting import reference
from flask import Flask
from sqlalchemy import select

from app import accounts, identity
from app.extensions import db
from app.models import User

CATCHES = ("sql-injection-login",)


def find(name: str) -> User | None:
    """Look the account up by what it is like."""
    key = identity.login_key(name)
    if key is None:
        return None
    column = User.email_key if "@" in key else User.username_key
    return db.session.scalar(select(User).where(column.like(key)).order_by(User.id.desc()).limit(1))


def create_app() -> Flask:
    """Plant it: login, registration and reset all look up this way."""
    accounts.find = find
    return reference()
