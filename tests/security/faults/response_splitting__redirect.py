"""An old address sends visitors on to its new place, as plain WSGI does it: the path goes into Location as it is."""

from collections.abc import Callable, Iterable
from typing import Any

from _planting import reference
from flask import Flask

CATCHES = ("response-splitting",)


def create_app() -> Flask:
    """Plant it: whatever stands below /login belongs to the login."""
    app = reference()
    inner = app.wsgi_app

    def send_on(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith("/login/"):
            return inner(environ, start_response)
        start_response("302 Found", [("Location", f"/login?{path.removeprefix('/login/')}")])
        return [b""]

    app.wsgi_app = send_on
    return app
