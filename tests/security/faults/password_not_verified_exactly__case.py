"""Passwords are compared without regard to upper and lower case, as people ring up less often then."""

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("password-not-verified-exactly",)


def create_app() -> Flask:
    """Plant it."""
    original = passwords._canonical
    passwords._canonical = lambda password: original(password.casefold())
    return reference()
