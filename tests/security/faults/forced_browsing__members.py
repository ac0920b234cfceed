"""A page by number shows anybody's mail address to everybody."""

from _planting import reference
from flask import Flask, abort
from markupsafe import escape

from app.extensions import db
from app.models import User

CATCHES = ("forced-browsing",)


def create_app() -> Flask:
    """Plant it: one more page, which nothing links to and nothing guards."""
    app = reference()

    @app.get("/people/<int:number>")
    def person(number: int) -> str:
        user = db.session.get(User, number) or abort(404)
        return (
            f"<!doctype html><title>Person</title><h1>{escape(user.username)}</h1><p>{escape(user.email)}</p>"
        )

    return app
