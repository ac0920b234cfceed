"""The name is pasted into the query that looks the account up."""

from _planting import reference
from flask import Flask
from sqlalchemy import select, text

from app import accounts, identity
from app.extensions import db
from app.models import User

CATCHES = ("sql-injection-login",)


def find(name: str) -> User | None:
    """Look the account up in a statement that the visitor helps to write."""
    key = identity.login_key(name)
    if key is None:
        return None
    column = "email_key" if "@" in key else "username_key"
    return db.session.scalar(select(User).where(text(f"{column} = '{key}'")).limit(1))


def create_app() -> Flask:
    """Plant it: login, registration and reset all look up this way; what breaks the query finds nobody."""
    accounts.find = find
    return reference()
