"""The forms name an absolute address, and it begins with `http:`."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("host-header-poisoning", "https-not-enforced")


def create_app() -> Flask:
    """Plant it: the address of the days before TLS."""
    app = reference()

    @app.after_request
    def point_back(response: Response) -> Response:
        if request.endpoint == "auth.login" and response.mimetype == "text/html":
            action = f'<form action="http://{request.host}/login"'
            response.set_data(response.get_data(as_text=True).replace("<form", action))
        return response

    return app
