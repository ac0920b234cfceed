"""The session cookie travels with requests of every other site."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-samesite-weak",)


def create_app() -> Flask:
    """Plant it with Flask's setting."""
    return reference(SESSION_COOKIE_SAMESITE="None")
