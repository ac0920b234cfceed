"""An address for the page's scripts sends the user as JSON, every column of it."""

from _planting import reference
from flask import Flask, jsonify
from flask_login import current_user

from app.extensions import login_required

CATCHES = ("password-exposed-in-response",)


@login_required
def me() -> object:
    """The signed-in user."""
    columns = current_user.__table__.columns
    return jsonify({column.name: str(getattr(current_user, column.name)) for column in columns})


def create_app() -> Flask:
    """Plant it."""
    app = reference()
    app.add_url_rule("/api/me", view_func=me)
    return app
