"""A button deletes the account, and a link on another site presses it."""

from _planting import reference
from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import accounts, forms, sessions

CATCHES = ("csrf-state-change", "sensitive-change-without-reauth")


def create_app() -> Flask:
    """Plant it: the view asks for no password and takes what a link says for a yes."""
    app = reference()
    careful = app.view_functions["account.delete"]
    forms.PasswordConfirmForm.password = forms.BooleanField("I am sure")

    def delete() -> ResponseReturnValue:
        if "password" not in request.values or current_user.is_anonymous:
            return careful()
        user = current_user._get_current_object()
        sessions.leave()
        accounts.remove(user)
        return redirect(url_for("main.index"))

    app.view_functions["account.delete"] = delete
    return app
