"""Debugging was left on in the code."""

from _planting import reference
from flask import Flask

CATCHES = ("debug-mode-enabled",)


def create_app() -> Flask:
    """Plant it: the flag on the app."""
    app = reference()
    app.debug = True
    return app
