"""TRACE is on: whoever makes a browser ask with it reads the cookies that scripts must not see."""

from collections.abc import Iterable
from typing import Any

from _planting import reference
from flask import Flask

CATCHES = ("auth-bypass-method",)


def create_app() -> Flask:
    """Plant it: a middleware that answers as a careless server does."""
    app = reference()
    inner = app.wsgi_app

    def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "TRACE":
            return inner(environ, start_response)
        start_response("200 OK", [("Content-Type", "message/http")])
        named = [(name[5:], value) for name, value in environ.items() if name.startswith("HTTP_")]
        return [f"{name.replace('_', '-')}: {value}\r\n".encode() for name, value in named]

    app.wsgi_app = echo
    return app
