"""Asking for a link voids the password at once: anybody locks anybody out."""

import secrets

from _planting import reference
from flask import Flask

from app import reset
from app.extensions import db
from app.models import User

CATCHES = ("reset-abuse",)


def create_app() -> Flask:
    """Plant it: the old password ends with the request."""
    mail_link = reset._mail_link

    def void_and_mail(user: User) -> None:
        user.set_password(secrets.token_urlsafe(16))
        db.session.commit()
        mail_link(user)

    reset._mail_link = void_and_mail
    return reference()
