"""Nothing but the current password keeps another site from changing the password."""

from _planting import reference
from flask import Flask

from app import forms
from app.account import password
from app.extensions import csrf

CATCHES = ("csrf-state-change",)


def create_app() -> Flask:
    """Plant it: view and form are exempt."""
    app = reference()
    csrf.exempt(password)
    forms.PasswordChangeForm.Meta = type("Meta", (forms.PageForm.Meta,), {"csrf": False})
    return app
