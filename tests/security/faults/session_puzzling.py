"""The reset writes down whom it is about, under the name by which the login writes down who is in."""

from _planting import reference
from flask import Flask, request
from flask.typing import ResponseReturnValue

from app import accounts, sessions

CATCHES = ("session-puzzling",)


def create_app() -> Flask:
    """Plant it: who asks for a link has a session of that user, so that the next page can greet by name."""
    app = reference()
    view = app.view_functions["reset.ask"]

    def ask() -> ResponseReturnValue:
        answer = view()
        user = accounts.find(request.form.get("email", ""))
        if request.method == "POST" and user:
            sessions.begin(user, remember=False)
        return answer

    app.view_functions["reset.ask"] = ask
    return app
