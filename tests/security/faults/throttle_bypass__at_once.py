"""The number of failures is read before the password is checked, and written back one higher after that."""

import time

from _planting import reference
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from app import accounts
from app.models import User

CATCHES = ("throttle-bypass",)

failures: dict[str, tuple[int, float]] = {}


def prove(user: User | None, key: str, password: str) -> bool:
    """Tell whether this is the password; after ten failures in a row only a quarter of an hour later."""
    count, since = failures.get(key, (0, 0.0))
    count = count if time.time() - since < 900 else 0
    if count >= 10:
        raise TooManyRequests
    right = accounts._verify(user, password)
    failures[key] = (0 if right else count + 1, time.time())
    return right


def create_app() -> Flask:
    """Plant it: a hundred guesses at the same moment count as one."""
    accounts._prove = prove
    return reference()
