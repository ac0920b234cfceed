"""A cookie remembers who was here, and signs in again whoever it names."""

from _planting import reference
from flask import Flask, Request, Response, request
from flask_login import current_user

from app.extensions import db, login_manager
from app.models import User

# One cause, and what follows from it: the server knows neither of a logout nor of an end.
CATCHES = (
    "client-claimed-identity",
    "logout-incomplete",
    "remember-token-never-expires",
    "session-cookie-forgeable",
)


def remembered(request: Request) -> User | None:
    """Find the user by the number in the cookie."""
    number = request.cookies.get("known", "")
    return db.session.get(User, int(number)) if number.isdecimal() and len(number) < 9 else None


def create_app() -> Flask:
    """Plant it: nobody signs the number."""
    app = reference()
    login_manager.request_loader(remembered)

    @app.after_request
    def remember(response: Response) -> Response:
        if request.form.get("remember_me") and current_user.is_authenticated:
            response.set_cookie(
                "known", str(current_user.id), max_age=86400, secure=True, httponly=True, samesite="Lax"
            )
        return response

    return app
