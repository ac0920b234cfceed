"""An overview by number asks whether somebody is in, and not who."""

from _planting import reference
from flask import Flask, abort
from markupsafe import escape

from app.extensions import db, login_required
from app.models import User

CATCHES = ("idor-account",)


def create_app() -> Flask:
    """Plant it: one more page, which nothing links to."""
    app = reference()

    @app.get("/people/<int:number>")
    @login_required
    def person(number: int) -> str:
        user = db.session.get(User, number) or abort(404)
        return (
            f"<!doctype html><title>Person</title><h1>{escape(user.username)}</h1><p>{escape(user.email)}</p>"
        )

    return app
