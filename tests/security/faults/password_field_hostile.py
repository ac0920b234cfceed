"""The login shows the password while it is typed."""

from _planting import reference
from flask import Flask
from wtforms import PasswordField
from wtforms.widgets import TextInput

CATCHES = ("password-field-hostile",)


def create_app() -> Flask:
    """Plant it: another widget, for every form with a password."""
    PasswordField.widget = TextInput()
    return reference()
