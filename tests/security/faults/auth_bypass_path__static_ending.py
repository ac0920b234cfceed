"""One guard for everything lets style sheets pass, by the end of the whole address, and that may be a query."""

import inspect

from _planting import reference
from flask import Flask, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import main

CATCHES = ("auth-bypass-path",)
STATIC = (".css", ".js", ".ico", ".png")


def create_app() -> Flask:
    """Plant it: the dashboard's own guard gives way to one for all addresses."""
    app = reference()
    app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)

    @app.before_request
    def guard() -> Response | None:
        closed = request.endpoint == "main.dashboard" and not request.url.endswith(STATIC)
        return redirect("/login") if closed and current_user.is_anonymous else None

    return app
