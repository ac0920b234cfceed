"""The session cookie is HttpOnly, the remember cookie is not."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-httponly-missing",)


def create_app() -> Flask:
    """Plant it with Flask-Login's setting."""
    return reference(REMEMBER_COOKIE_HTTPONLY=False)
