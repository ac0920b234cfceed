"""Every form wants a token, and any token of anybody will do."""

import flask_wtf.csrf
from _planting import reference
from flask import Flask
from wtforms import ValidationError

CATCHES = ("csrf-login", "csrf-state-change")


def validate(data: str | None, *_arguments: object) -> None:
    """Look whether there is a token, not whose it is."""
    if not data:
        raise ValidationError("The CSRF token is missing.")


def create_app() -> Flask:
    """Plant it: the token is not bound to the session."""
    flask_wtf.csrf.validate_csrf = validate
    return reference()
