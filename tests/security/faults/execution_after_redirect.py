"""A guard in `after_request` makes a redirect of the answer, and leaves the page in its body."""

import inspect

from _planting import reference
from flask import Flask, Response, request
from flask_login import current_user

from app import main

CATCHES = ("execution-after-redirect",)


def create_app() -> Flask:
    """Plant it: the dashboard's own guard gives way to one that comes too late."""
    app = reference()
    app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)

    @app.after_request
    def guard(response: Response) -> Response:
        if request.endpoint == "main.dashboard" and current_user.is_anonymous:
            response.status_code, response.location = 302, "/login"
        return response

    return app
