"""The salt is the user's name: known to everybody before the table is stolen."""

import hashlib

from _planting import reference
from flask import Flask

from app.models import User, _passwords

CATCHES = ("password-hash-weak",)


def set_password(user: User, password: str) -> None:
    """Hash with a salt made from the name."""
    salt = hashlib.sha256(user.username.encode()).digest()[:16]
    user.password_hash = _passwords()._hasher.hash(password.encode(), salt=salt)


def create_app() -> Flask:
    """Plant it."""
    User.set_password = set_password
    return reference()
