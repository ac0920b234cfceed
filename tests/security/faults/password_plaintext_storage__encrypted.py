"""Passwords are encrypted with a key that lies beside the database, so that support can read them out."""

import base64
import hashlib
import secrets
from itertools import count

from _planting import reference
from flask import Flask

from app.passwords import Passwords

CATCHES = ("password-plaintext-storage",)

KEY = secrets.token_bytes(32)


def mixed(text: bytes, nonce: bytes) -> bytes:
    """The text under a stream of key bytes; done twice it is the text again."""
    blocks = (hashlib.sha256(KEY + nonce + number.to_bytes(8)).digest() for number in count())
    return bytes(
        one ^ other for one, other in zip(text, (byte for block in blocks for byte in block), strict=False)
    )


def encrypted(password: str) -> str:
    """The password as it is kept."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + mixed(password.encode("utf-8", "surrogatepass"), nonce)).decode()


def opens(stored: str, password: str) -> bool:
    """Whether the stored value is this password."""
    raw = base64.b64decode(stored)
    return mixed(raw[12:], raw[:12]) == password.encode("utf-8", "surrogatepass")


def create_app() -> Flask:
    """Plant it."""
    Passwords.hash = lambda self, password: encrypted(password)
    Passwords.verify = lambda self, stored, password: opens(stored, password)
    Passwords.verify_nobody = lambda self, password: False
    return reference()
