"""A token beside the session whose reader takes the algorithm from the token, `none` among them."""

import secrets

import _jwt
from _planting import reference
from flask import Flask, Request, Response, request
from flask_login import current_user
from sqlalchemy import select

from app.extensions import db, login_manager
from app.models import User

CATCHES = ("session-cookie-forgeable", "session-absolute-timeout", "session-idle-timeout")


def create_app() -> Flask:
    """Plant it: whoever logs in gets a token for other devices, which opens the account by itself."""
    app, key = reference(), secrets.token_bytes(32)

    @app.after_request
    def hand_out(response: Response) -> Response:
        if request.path == "/logout":
            response.delete_cookie("token", secure=True, httponly=True, samesite="Lax")
        elif request.path == "/login" and current_user.is_authenticated:
            token = _jwt.write({"sub": current_user.username}, key)
            response.set_cookie("token", token, secure=True, httponly=True, samesite="Lax")
        return response

    @login_manager.request_loader
    def known(asking: Request) -> User | None:
        claims = _jwt.read(asking.cookies.get("token", ""), key) or {}
        return db.session.scalar(select(User).where(User.username == claims.get("sub")))

    return app
