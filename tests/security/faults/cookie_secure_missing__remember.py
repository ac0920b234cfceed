"""The session cookie is Secure, the remember cookie was forgotten."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-secure-missing",)


def create_app() -> Flask:
    """Plant it with Flask-Login's own default."""
    return reference(REMEMBER_COOKIE_SECURE=False)
