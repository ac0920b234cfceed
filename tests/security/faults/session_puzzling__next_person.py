"""Who logs in where somebody else is still signed in finds that one's draft."""

from _drafts import add_drafts, keep_session_at_login
from _planting import reference
from flask import Flask, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

CATCHES = ("session-puzzling",)


def create_app() -> Flask:
    """Plant it: the login is open to who is in, and leaves the rest of the session; drafts are for users."""
    keep_session_at_login()
    app = add_drafts(reference())
    view, write = app.view_functions["auth.login"], app.view_functions["draft"]

    def login() -> ResponseReturnValue:
        if request.method == "POST":
            logout_user()
        g._login_user = app.login_manager.anonymous_user()
        return view()

    def draft() -> ResponseReturnValue:
        if current_user.is_anonymous:
            session.pop("draft", None)
            return app.login_manager.unauthorized()
        return write()

    app.view_functions["auth.login"], app.view_functions["draft"] = login, draft
    return app
