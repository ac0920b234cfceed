"""The session stays at home, and the remember cookie goes to every host below example.com."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-scope-too-broad",)


def create_app() -> Flask:
    """Plant it: Flask-Login's own setting."""
    return reference(SERVER_NAME="login.example.com", REMEMBER_COOKIE_DOMAIN=".example.com")
