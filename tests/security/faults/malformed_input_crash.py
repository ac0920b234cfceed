"""Who tries to log in is kept for a list in ASCII: any other letter ends in an exception."""

from _planting import reference
from flask import Flask, request

CATCHES = ("malformed-input-crash",)


def create_app() -> Flask:
    """Plant it: a hook before the login."""
    app, tried = reference(), list[bytes]()

    @app.before_request
    def remember_who_tried() -> None:
        if request.method == "POST" and request.endpoint == "auth.login":
            tried.append(request.form.get("username", "").encode("ascii"))

    return app
