"""A picture from somebody else's server on the page behind the link, and a policy that tells it the whole address."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("reset-token-leak",)


def create_app() -> Flask:
    """Plant it: a counting pixel, and the headers that let it count."""
    app = reference()
    finish = app.process_response

    def count(response: Response) -> Response:
        response = finish(response)
        if request.endpoint == "reset.choose" and response.status_code == 200:
            response.headers["Referrer-Policy"] = "unsafe-url"
            response.headers["Content-Security-Policy"] = "default-src 'self'; img-src *"
            response.set_data(response.get_data() + b'<img src="https://counter.example.com/p.gif" alt="">')
        return response

    app.process_response = count
    return app
