"""The token is checked for its signature and not for its session: the attacker's own one will do."""

import flask_wtf.csrf
from _planting import reference
from flask import Flask, current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import ValidationError

CATCHES = ("csrf-login", "csrf-state-change")


def any_signed(data: str | None, *_args: object, **_kwargs: object) -> None:
    """Take whatever this server has once signed."""
    try:
        URLSafeTimedSerializer(current_app.secret_key, salt="wtf-csrf-token").loads(data or "")
    except BadData as error:
        raise ValidationError("The CSRF token is invalid.") from error


def create_app() -> Flask:
    """Plant it: no token is compared with the session's."""
    flask_wtf.csrf.validate_csrf = any_signed
    return reference()
