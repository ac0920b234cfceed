"""The guard compares the address with a list; the router also takes one with a slash behind it."""

from _planting import reference
from flask import Flask, redirect, request
from flask_login import current_user
from markupsafe import escape
from werkzeug.wrappers import Response

CATCHES = ("auth-bypass-path",)
PRIVATE = ("/prices",)


def create_app() -> Flask:
    """Plant it: one more page, guarded by its address alone."""
    app = reference()

    @app.before_request
    def guard() -> Response | None:
        closed = request.path in PRIVATE and current_user.is_anonymous
        return redirect("/login") if closed else None

    @app.get("/prices", strict_slashes=False)
    def prices() -> str:
        name = escape(getattr(current_user, "username", "nobody"))
        return (
            f"<!doctype html><title>Prices</title><h1>Prices for {name}</h1><p>Ten for the price of nine.</p>"
            '<a href="/logout">Log out</a>'
        )

    return app
