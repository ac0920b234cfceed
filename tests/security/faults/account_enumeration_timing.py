"""A name that nobody has is refused without hashing: a stopwatch tells who has an account."""

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("account-enumeration-timing",)


def create_app() -> Flask:
    """Plant it: no work for nobody."""
    Passwords.verify_nobody = lambda _self, _password: False
    return reference()
