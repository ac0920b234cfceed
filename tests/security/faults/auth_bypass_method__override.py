"""A middleware lets forms say which method they mean, and the guard believes what was sent."""

import inspect
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from _planting import reference
from flask import Flask, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import main

CATCHES = ("auth-bypass-method",)


def create_app() -> Flask:
    """Plant it: the method from the query, and a guard for the methods that the dashboard is known to have."""
    app = reference()
    inner = app.wsgi_app
    app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)

    def meant(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["method.sent"] = environ["REQUEST_METHOD"]
        said = parse_qs(environ["QUERY_STRING"]).get("_method", [])
        if environ["REQUEST_METHOD"] == "POST" and said:
            environ["REQUEST_METHOD"] = said[0]
        return inner(environ, start_response)

    @app.before_request
    def guard() -> Response | None:
        reading = request.environ["method.sent"] in {"GET", "HEAD"}
        closed = reading and request.endpoint == "main.dashboard"
        return redirect("/login") if closed and current_user.is_anonymous else None

    app.wsgi_app = meant
    return app
