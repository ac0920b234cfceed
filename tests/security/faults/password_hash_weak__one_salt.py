"""The right hash with one salt for everybody: equal passwords are seen to be equal."""

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("password-hash-weak",)


def create_app() -> Flask:
    """Plant it."""
    Passwords.hash = lambda self, password: self._hasher.hash(password.encode(), salt=b"of this one app!")
    return reference()
