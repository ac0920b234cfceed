"""Only the form asks whether a name is taken, not the database: of many at the same moment several get it."""

from _planting import reference
from flask import Flask
from sqlalchemy import UniqueConstraint

from app.extensions import db
from app.models import User

CATCHES = ("username-collision",)


def create_app() -> Flask:
    """Plant it: the table is made without the constraint on the name's key."""
    for constraint in [one for one in User.__table__.constraints if isinstance(one, UniqueConstraint)]:
        if "username_key" in constraint.columns:
            User.__table__.constraints.remove(constraint)
    app = reference(SQLALCHEMY_DATABASE_URI="sqlite:///no-constraint.db")
    with app.app_context():
        db.create_all()
    return app
