"""Registering a name that exists sets a new password for its account: whoever asks for a name gets it."""

from _planting import reference
from flask import Flask

from app import accounts
from app.extensions import db
from app.forms import RegistrationForm

CATCHES = ("username-collision",)


def create_app() -> Flask:
    """Plant it: the form no longer asks whether a name is taken, and `create` updates the row that it finds."""
    make = accounts.create

    def create_or_update(username: str, email: str, password: str) -> accounts.User:
        user = accounts.find(username)
        if user is None:
            return make(username, email, password)
        user.set_password(password)
        db.session.commit()
        return user

    accounts.create = create_or_update
    del RegistrationForm.validate_username
    return reference()
