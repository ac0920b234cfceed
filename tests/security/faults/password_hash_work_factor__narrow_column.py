"""The hash has 97 characters, its column 64: the embedded database keeps it whole, the one in production will not."""

from pathlib import Path
from tempfile import mkdtemp

from _planting import reference
from flask import Flask
from sqlalchemy import String

from app.extensions import db
from app.models import User

CATCHES = ("password-hash-work-factor",)


def create_app() -> Flask:
    """Plant it."""
    User.__table__.c.password_hash.type = String(64)
    app = reference(SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(mkdtemp()) / 'narrow.db'}")
    with app.app_context():
        db.create_all()
    return app
