"""It looks random: a digest. Of the second, which anybody can count through."""

import hashlib
import time
from types import SimpleNamespace

from _planting import reference
from flask import Flask

from app import reset

CATCHES = ("reset-token-weak",)


def create_app() -> Flask:
    """Plant it: the mailed token is made of the time."""
    now = SimpleNamespace(
        token_urlsafe=lambda _size: hashlib.sha256(str(int(time.time())).encode()).hexdigest()
    )
    reset.secrets = now
    return reference()
