"""The reset keeps in the session whose password it is about, and asks the link only whether it is real."""

from _planting import reference
from flask import Flask, request, session
from flask.typing import ResponseReturnValue

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("session-puzzling",)


def create_app() -> Flask:
    """Plant it: the last one asked about in this browser gets the new password."""
    app = reference()
    view, change = app.view_functions["reset.ask"], accounts.change_password

    def ask() -> ResponseReturnValue:
        user = accounts.find(request.form.get("email", ""))
        if user:
            session["reset_for"] = user.id
        return view()

    def change_of(user: User, password: str) -> None:
        change(db.session.get(User, session.pop("reset_for", user.id)), password)

    app.view_functions["reset.ask"], accounts.change_password = ask, change_of
    return app
