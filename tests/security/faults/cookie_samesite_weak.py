"""The session cookie says Lax, the remember cookie says nothing of other sites."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-samesite-weak",)


def create_app() -> Flask:
    """Plant it with Flask-Login's own default."""
    return reference(REMEMBER_COOKIE_SAMESITE=None)
