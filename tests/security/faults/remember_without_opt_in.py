"""Everybody is remembered, whether the box is ticked or not."""

from _planting import reference
from flask import Flask

from app import sessions
from app.models import User

CATCHES = ("remember-without-opt-in",)


def create_app() -> Flask:
    """Plant it: the form's answer is thrown away."""
    begin = sessions.begin

    def remember_all(user: User, *, remember: bool) -> None:
        begin(user, remember=remember or True)

    sessions.begin = remember_all
    return reference()
