"""Registering a name that exists sets a new password for its account: whoever asks for a name gets it."""

from _planting import reference
from flask import Flask
from wtforms import Field, ValidationError

from app import accounts, identity
from app.extensions import db
from app.forms import RegistrationForm

CATCHES = ("username-collision",)


def refuse_what_is_no_name(_form: RegistrationForm, field: Field) -> None:
    """The form's own rule without its second half, which asks whether the name is taken."""
    if identity.username_key(field.data) is None:
        raise ValidationError("This is no username.")


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
    RegistrationForm.validate_username = refuse_what_is_no_name
    return reference()
