"""Length is all that is asked for: the longest of the common passwords will do."""

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("common-password-accepted",)


def create_app() -> Flask:
    """Plant it."""
    passwords._is_guessable = lambda password, own_names: False
    return reference()
