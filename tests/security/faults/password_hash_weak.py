"""A salt of its own for everybody, but sha256, which a graphics card computes billions of times a second."""

import hashlib
import secrets

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("password-hash-weak",)


def digest(salt: str, password: str) -> str:
    """Salt and digest in one text."""
    return f"{salt}${hashlib.sha256(f'{salt}{password}'.encode('utf-8', 'surrogatepass')).hexdigest()}"


def create_app() -> Flask:
    """Plant it."""
    Passwords.hash = lambda self, password: digest(secrets.token_hex(8), password)
    Passwords.verify = lambda self, stored, password: digest(stored.partition("$")[0], password) == stored
    return reference()
