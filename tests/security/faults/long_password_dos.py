"""A hand-made stretching feeds the whole password to each of its rounds."""

import hashlib
import secrets

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("long-password-dos",)
ROUNDS = 8_000


def stretched(salt: str, password: str) -> str:
    """Fine for twelve characters; for 400,000 it is three gigabytes."""
    digest, word = salt.encode(), password.encode("utf-8", "surrogatepass")
    for _ in range(ROUNDS):
        digest = hashlib.sha512(digest + word).digest()
    return f"{salt}${digest.hex()}"


def create_app() -> Flask:
    """Plant it: as large requests as Flask allows get through."""
    Passwords.hash = lambda self, password: stretched(secrets.token_hex(8), password)
    Passwords.verify = lambda self, stored, password: stretched(stored.partition("$")[0], password) == stored
    return reference(MAX_CONTENT_LENGTH=None)
