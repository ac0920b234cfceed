"""Only the first 72 bytes of a password are hashed, as bcrypt has always done."""

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("password-not-verified-exactly",)


def create_app() -> Flask:
    """Plant it."""
    original = passwords._canonical
    passwords._canonical = lambda password: original(password)[:72]
    return reference()
