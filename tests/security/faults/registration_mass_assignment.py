"""Whatever the registration request holds and the user has a column for is copied, the id among it."""

from _planting import reference
from flask import Flask, request
from sqlalchemy import event

from app.models import User

CATCHES = ("registration-mass-assignment",)


def create_app() -> Flask:
    """Plant it: the row is completed from the request just before it is written."""
    app = reference()

    @event.listens_for(User, "before_insert")
    def copy(_mapper: object, _connection: object, user: User) -> None:
        for name, value in request.form.items():
            if name in User.__table__.columns and name not in {"username", "email", "created"}:
                setattr(user, name, value)

    return app
