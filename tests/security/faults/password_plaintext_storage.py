"""The column that is called a hash holds the password itself."""

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("password-plaintext-storage",)


def create_app() -> Flask:
    """Plant it: nothing is hashed, neither for a known name nor for an unknown one."""
    Passwords.hash = lambda self, password: password
    Passwords.verify = lambda self, stored, password: stored == password
    return reference()
