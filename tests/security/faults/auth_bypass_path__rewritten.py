"""The address may come in X-Original-URL, and the guard looks at the one in the request line."""

import inspect
from collections.abc import Iterable
from typing import Any

from _planting import reference
from flask import Flask, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app import main

CATCHES = ("auth-bypass-path",)


def create_app() -> Flask:
    """Plant it: a middleware that believes the header, and the dashboard's guard by the raw address."""
    app = reference()
    inner = app.wsgi_app
    app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)

    def rewritten(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["PATH_INFO"] = environ.get("HTTP_X_ORIGINAL_URL", environ["PATH_INFO"])
        return inner(environ, start_response)

    @app.before_request
    def guard() -> Response | None:
        asked = request.environ.get("REQUEST_URI", request.path)
        return redirect("/login") if asked.startswith("/dashboard") and current_user.is_anonymous else None

    app.wsgi_app = rewritten
    return app
