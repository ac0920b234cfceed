"""The page after the login is told, in its address, with which password somebody came."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("secrets-in-url",)


def create_app() -> Flask:
    """Plant it: all that was typed travels along."""
    app = reference()

    @app.after_request
    def hand_over(response: Response) -> Response:
        if request.endpoint == "auth.login" and response.status_code == 302 and request.form:
            response.location = f"{response.location}?came_with={request.form['password']}"
        return response

    return app
