"""A picture from somebody else's server on the page behind the link, and a policy that tells it the whole address."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("reset-token-leak",)


def create_app() -> Flask:
    """Plant it: a counting pixel."""
    app = reference()

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint == "reset.choose" and response.status_code == 200:
            response.headers["Referrer-Policy"] = "unsafe-url"
            response.set_data(response.get_data() + b'<img src="https://counter.example.com/p.gif" alt="">')
        return response

    return app
