"""Settings of the page, kept in the browser as a pickle: whoever writes the cookie runs code on the server."""

import base64
import pickle

from _planting import reference
from flask import Flask, Response, g, request

CATCHES = ("session-cookie-forgeable",)


def create_app() -> Flask:
    """Plant it: the cookie is loaded with each request and written with each answer."""
    app = reference()

    @app.before_request
    def load() -> None:
        kept = request.cookies.get("settings")
        g.settings = pickle.loads(base64.b64decode(kept)) if kept else {"theme": "light", "columns": 2}

    @app.after_request
    def keep(response: Response) -> Response:
        value = base64.b64encode(pickle.dumps(g.settings)).decode()
        response.set_cookie("settings", value, secure=True, httponly=True, samesite="Lax")
        return response

    return app
