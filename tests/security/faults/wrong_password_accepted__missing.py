"""A login without any password field is one of a device that has proved itself, or so it was meant."""

from _planting import reference
from flask import Flask
from wtforms import PasswordField

from app import accounts
from app.forms import LoginForm

CATCHES = ("wrong-password-accepted",)


def create_app() -> Flask:
    """Plant it: the field is optional, and the comparison skipped without it."""
    LoginForm.password = PasswordField()
    original = accounts._verify

    def verify(user: object, password: str | None) -> bool:
        return user is not None if password is None else original(user, password)

    accounts._verify = verify
    return reference()
