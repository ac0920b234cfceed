"""Common passwords are refused, the own name twice over is not."""

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("common-password-accepted",)


def create_app() -> Flask:
    """Plant it: nobody tells the judge the names."""
    original = passwords._is_guessable
    passwords._is_guessable = lambda password, own_names: original(password, ())
    return reference()
