"""The page for a forgotten password says when an address has no account."""

from _planting import reference
from flask import Flask, flash, request

from app import accounts

CATCHES = ("account-enumeration",)


def create_app() -> Flask:
    """Plant it: a message after the form was sent with an address that nobody has."""
    app = reference()

    @app.before_request
    def tell() -> None:
        if request.path == "/reset" and request.method == "POST" and not accounts.find(request.form["email"]):
            flash("There is no account with this address.", "danger")

    return app
