"""argon2id with 8 MiB and one pass, because somebody's tests were slow."""

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("password-hash-work-factor",)


def create_app() -> Flask:
    """Plant it: the settings are not read."""
    Passwords.from_config = classmethod(lambda cls, config: cls(8192, 1))
    return reference()
