"""The stored hash opens the account as the password does: whoever reads the table needs to guess nothing."""

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("wrong-password-accepted",)


def create_app() -> Flask:
    """Plant it: an old client sends the hash, and is let in."""
    original = Passwords.verify
    Passwords.verify = lambda self, stored, password: original(self, stored, password) or stored == password
    return reference()
