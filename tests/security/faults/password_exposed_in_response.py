"""After a mistake in the registration form the passwords are filled in again."""

from _planting import reference
from flask import Flask
from wtforms import PasswordField
from wtforms.widgets import PasswordInput

CATCHES = ("password-exposed-in-response",)


def create_app() -> Flask:
    """Plant it: one argument of the widget."""
    PasswordField.widget = PasswordInput(hide_value=False)
    return reference()
