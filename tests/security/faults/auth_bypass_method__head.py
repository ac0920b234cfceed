"""The guard stands behind `if request.method == "GET"`: whoever asks with HEAD passes."""

import inspect

from _planting import reference
from flask import Flask, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import main

CATCHES = ("auth-bypass-method",)


def create_app() -> Flask:
    """Plant it: the dashboard's own guard gives way to one for a single method."""
    app = reference()
    app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)

    @app.before_request
    def guard() -> Response | None:
        closed = request.endpoint == "main.dashboard" and request.method == "GET"
        return redirect("/login") if closed and current_user.is_anonymous else None

    return app
