"""A cookie that remembers who somebody is by number, for whoever comes without a session."""

from _planting import reference
from flask import Flask, Request, Response, request
from flask_login import current_user

from app.extensions import db, login_manager
from app.models import User

CATCHES = ("session-cookie-forgeable", "session-absolute-timeout", "session-idle-timeout")


def create_app() -> Flask:
    """Plant it: the login writes the number, and the loader believes what comes back."""
    app = reference()

    @app.after_request
    def remember(response: Response) -> Response:
        if request.path == "/logout":
            response.delete_cookie("uid", secure=True, httponly=True, samesite="Lax")
        elif request.path == "/login" and current_user.is_authenticated:
            response.set_cookie("uid", str(current_user.id), secure=True, httponly=True, samesite="Lax")
        return response

    @login_manager.request_loader
    def known(asking: Request) -> User | None:
        number = asking.cookies.get("uid", "")
        return db.session.get(User, int(number)) if number.isdecimal() else None

    return app
