"""Six digits, as in a text message: a million guesses find one."""

import secrets
from types import SimpleNamespace

from _planting import reference
from flask import Flask

from app import reset

CATCHES = ("reset-token-weak",)


def create_app() -> Flask:
    """Plant it: the mailed token is a short number."""
    reset.secrets = SimpleNamespace(token_urlsafe=lambda _size: f"{secrets.randbelow(10**6):06}")
    return reference()
