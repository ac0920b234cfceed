"""After 90 days the login leads nowhere but to the page for a new password."""

from datetime import timedelta

from _planting import reference
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.models import utcnow

CATCHES = ("password-rules-hostile",)


def create_app() -> Flask:
    """Plant it: the age of the account stands for the age of its password."""
    app = reference()

    @app.before_request
    def expire() -> ResponseReturnValue | None:
        free = request.path in {"/account/password", "/logout", "/login"} or "static" in request.path
        if (
            not free
            and current_user.is_authenticated
            and utcnow() - current_user.created > timedelta(days=90)
        ):
            return redirect("/account/password")
        return None

    return app
