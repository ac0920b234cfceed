"""The login itself is guarded; who is signed in already is sent wherever the link says."""

from _planting import reference
from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

CATCHES = ("malformed-input-crash", "open-redirect")


def create_app() -> Flask:
    """Plant it: a visitor who is in is sent on before the view looks at the target."""
    app = reference()

    @app.before_request
    def send_on() -> ResponseReturnValue | None:
        asked = request.args.get("next")
        if request.path == "/login" and current_user.is_authenticated and asked:
            return redirect(asked)
        return None

    return app
