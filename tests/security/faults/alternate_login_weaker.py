"""The app for phones logs in with JSON, and there nobody counts."""

from _planting import reference
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue

from app import accounts, sessions
from app.extensions import csrf

CATCHES = ("alternate-login-weaker",)


def create_app() -> Flask:
    """Plant it: a second login that asks the database itself."""
    app = reference()

    @app.post("/api/v2/sign-in")
    @csrf.exempt
    def sign_in() -> ResponseReturnValue:
        typed = request.get_json()
        if not isinstance(typed, dict):
            abort(400)
        user = accounts.find(str(typed.get("username", "")))
        if not accounts._verify(user, str(typed.get("password", ""))):
            return {"error": "wrong username or password"}, 401
        sessions.begin(user, remember=False)
        return {"ok": True}

    return app
