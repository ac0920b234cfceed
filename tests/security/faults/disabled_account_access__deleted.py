"""Deleting an account takes its password away; the row stays, and with it every open session."""

import secrets

from _planting import reference
from flask import Flask

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("disabled-account-access",)


def hide(user: User) -> None:
    """Keep the row for the books."""
    user.username_key = user.email_key = secrets.token_hex(16)
    db.session.commit()


def create_app() -> Flask:
    """Plant it: a deletion that deletes nothing."""
    accounts.remove = hide
    return reference()
