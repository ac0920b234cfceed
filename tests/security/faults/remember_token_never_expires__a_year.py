"""It ends on the server, after a year: the default of Flask-Login, eleven months too late."""

from datetime import timedelta

from _planting import reference
from flask import Flask

CATCHES = ("remember-token-never-expires",)


def create_app() -> Flask:
    """Plant it: the setting itself is too long."""
    return reference(REMEMBER_COOKIE_DURATION=timedelta(days=365))
