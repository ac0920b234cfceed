"""The name is pasted into the query after its quotes were doubled by hand: right today, wrong on the next database."""

from _planting import reference
from flask import Flask
from sqlalchemy import select, text

from app import accounts, identity
from app.extensions import db
from app.models import User

CATCHES = ("sql-injection-login",)


def find(name: str) -> User | None:
    """Look the account up in a statement that holds the name."""
    key = identity.login_key(name)
    if key is None:
        return None
    column = "email_key" if "@" in key else "username_key"
    safe = key.replace("'", "''").replace(":", r"\:")
    return db.session.scalar(select(User).where(text(f"{column} = '{safe}'")))


def create_app() -> Flask:
    """Plant it: login, registration and reset all look up this way."""
    accounts.find = find
    return reference()
