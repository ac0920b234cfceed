"""Failures are counted for the name as it was typed, and users are found however it is spelt."""

from _planting import reference
from flask import Flask

from app import accounts
from app.models import User

CATCHES = ("throttle-bypass",)


def authenticate(name: str, password: str) -> User | None:
    """Return the user if the password is right."""
    user = accounts.find(name)
    return user if accounts._prove(user, name, password) else None


def create_app() -> Flask:
    """Plant it: capitals start a new count."""
    accounts.authenticate = authenticate
    return reference()
