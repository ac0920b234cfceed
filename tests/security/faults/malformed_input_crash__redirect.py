"""Where a login leads is not looked at: a malformed address breaks the answer, past the error handlers."""

from _planting import reference
from flask import Flask

from app import auth

CATCHES = ("malformed-input-crash", "open-redirect")


def create_app() -> Flask:
    """Plant it: `next` is taken as it comes."""
    auth.safe_next = lambda target: target
    return reference()
