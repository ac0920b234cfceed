"""An app with a way in and no way out."""

from _planting import reference
from flask import Flask, abort

CATCHES = ("logout-incomplete",)


def create_app() -> Flask:
    """Plant it: there is no logout, and no button that ends one's own session."""
    app = reference()
    for endpoint in ("auth.logout", "account.end_session"):
        app.view_functions[endpoint] = lambda **_arguments: abort(404)
    return app
