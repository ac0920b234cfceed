"""Asking for a new password takes the old one away at once, and anybody may ask."""

from _planting import reference
from flask import Flask

from app import reset
from app.models import User

CATCHES = ("account-lockout-dos", "reset-abuse")

mail_link = reset._mail_link


def take_and_mail(user: User) -> None:
    """Make the old password useless before the link is used."""
    user.password_hash = "!"
    mail_link(user)


def create_app() -> Flask:
    """Plant it: the account waits for its owner to read mail."""
    reset._mail_link = take_and_mail
    return reference()
