"""What fault files share: the reference app, built anew in a process in which anything may be replaced."""

import secrets
from typing import Any

from flask import Flask

from app import create_app
from app.extensions import db
from app.models import User


def reference(**config: Any) -> Flask:
    """The reference app as it ships, with a fresh key; `config` overrides its settings."""
    return create_app({"SECRET_KEY": secrets.token_hex(32), **config})


def with_reused_ids(app: Flask) -> Flask:
    """The same app on tables that SQLite numbers as it likes: the last number is given again."""
    User.__table__.dialect_options["sqlite"]["autoincrement"] = False
    with app.app_context():
        db.drop_all()
        db.create_all()
    return app
