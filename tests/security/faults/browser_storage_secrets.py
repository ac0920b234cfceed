"""A script keeps the session's key in localStorage, for requests of its own: HttpOnly is worth nothing any more."""

import json

from _planting import reference
from _scripts import with_script
from flask import Flask, request

NEEDS = "browser"
CATCHES = ("browser-storage-secrets",)


def create_app() -> Flask:
    """Plant it: the server hands the cookie to the script, which writes it to disk."""
    app = reference()

    def keep() -> str:
        key = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        return f"localStorage.setItem('auth', JSON.stringify({{token: {json.dumps(key)}}}));" if key else ""

    return with_script(app, keep)
