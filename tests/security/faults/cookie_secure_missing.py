"""The session cookie lacks Secure; without it the name may not begin with `__Host-` either."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-secure-missing",)


def create_app() -> Flask:
    """Plant it with Flask's own defaults."""
    return reference(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="session")
