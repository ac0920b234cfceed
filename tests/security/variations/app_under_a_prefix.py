"""Odd: all addresses begin with /harbour, the root leads there. Right: the app is mounted as WSGI provides."""

from _varying import Person, reference
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

PREFIX = "/harbour"


@Request.application
def outside(request: Request) -> Response:
    """Lead from the root to the app; nothing else is there."""
    return (
        redirect(f"{PREFIX}/")
        if request.path == "/"
        else Response("Nothing here", 404, mimetype="text/plain")
    )


def create_app() -> Flask:
    """Mount the app."""
    app = reference(PUBLIC_URL="http://127.0.0.1:5000")
    app.wsgi_app = DispatcherMiddleware(outside, {PREFIX: app.wsgi_app})
    return app


def shown(person: Person) -> bool:
    """Alice lives under the prefix, and nobody elsewhere."""
    alice = Person(person.app, PREFIX).newcomer()
    alice.log_in()
    return alice.is_in and person.get("/login").status_code == 404
