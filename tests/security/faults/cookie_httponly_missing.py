"""The session cookie lacks HttpOnly, for a script that once wanted to read it."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-httponly-missing",)


def create_app() -> Flask:
    """Plant it behind Flask-Talisman, which would set it."""
    app = reference()
    app.config["SESSION_COOKIE_HTTPONLY"] = False
    return app
