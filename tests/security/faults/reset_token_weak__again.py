"""The link is not used up: whoever finds it later takes the account over."""

from _planting import reference
from flask import Flask, redirect, url_for
from flask.typing import ResponseReturnValue

from app import reset, sessions
from app.extensions import db
from app.models import ResetToken

CATCHES = ("reset-token-weak",)


def keep_the_link(row: ResetToken, password: str) -> ResponseReturnValue:
    """Set the password and leave the row."""
    row.user.set_password(password)
    db.session.commit()
    sessions.end_all(row.user)
    return redirect(url_for("auth.login"))


def create_app() -> Flask:
    """Plant it: a used link stays."""
    reset._reset = keep_the_link
    return reference()
