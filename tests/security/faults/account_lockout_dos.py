"""Ten wrong passwords lock an account until somebody from support unlocks it."""

from _planting import reference
from flask import Flask
from werkzeug.exceptions import Forbidden

from app import accounts, events
from app.models import User

CATCHES = ("account-lockout-dos",)

failures: dict[str, int] = {}


def prove(user: User | None, key: str, password: str) -> bool:
    """Tell whether this is the password; after ten failures nobody is asked any more."""
    who = user.username if user else None
    if failures.get(key, 0) >= 10:
        events.record("account-locked", who)
        raise Forbidden
    failures[key] = failures.get(key, 0) + 1
    right = accounts._verify(user, password)
    if right:
        failures.pop(key)
    else:
        events.record("password-wrong", who)
    return right


def create_app() -> Flask:
    """Plant it: a lock without an end, which a reset does not end either."""
    accounts._prove = prove
    return reference()
