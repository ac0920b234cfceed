"""Werkzeug's debugger around the app, so that it also runs under the real server."""

from _planting import reference
from flask import Flask
from werkzeug.debug import DebuggedApplication

CATCHES = ("debug-mode-enabled",)


def create_app() -> Flask:
    """Plant it: the debugger as a middleware."""
    app = reference()
    app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)
    return app
