"""A link that an attacker has asked for survives the owner's new password."""

from _planting import reference
from flask import Flask

from app import accounts
from app.extensions import db
from app.models import User

CATCHES = ("reset-token-weak",)


def only_the_password(user: User, password: str) -> None:
    """Set it, and think of no link."""
    user.set_password(password)
    db.session.commit()


def create_app() -> Flask:
    """Plant it: a change no longer voids the link that is on its way."""
    accounts.change_password = only_the_password
    return reference()
