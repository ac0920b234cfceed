"""A wrong current password is refused; a request that has none at all is not."""

from _planting import reference
from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import accounts, sessions

CATCHES = ("sensitive-change-without-reauth",)


def create_app() -> Flask:
    """Plant it: the check runs only where there is something to check."""
    app = reference()
    careful = app.view_functions["account.password"]

    def password() -> ResponseReturnValue:
        if request.method == "GET" or "current" in request.form or current_user.is_anonymous:
            return careful()
        user = current_user._get_current_object()
        accounts.change_password(user, request.form["password"])
        sessions.renew(user)
        return redirect(url_for("account.overview"))

    app.view_functions["account.password"] = password
    return app
