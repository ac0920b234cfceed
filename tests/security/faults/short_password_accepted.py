"""Six characters are enough."""

from _planting import reference
from flask import Flask

from app import passwords

CATCHES = ("short-password-accepted",)


def create_app() -> Flask:
    """Plant it; what is easy to guess is still refused, by the measure of such short ones."""
    passwords.MIN_LENGTH = 6
    passwords.MIN_GUESSES = 10**5
    return reference()
