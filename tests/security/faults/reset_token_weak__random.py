"""Long enough, but from the generator that games use: who has seen some of its output knows the rest."""

import random
import string
from types import SimpleNamespace

from _planting import reference
from flask import Flask

from app import reset

CATCHES = ("reset-token-weak",)


def create_app() -> Flask:
    """Plant it: the mailed token is drawn by `random`."""
    letters = string.ascii_letters + string.digits
    reset.secrets = SimpleNamespace(token_urlsafe=lambda size: "".join(random.choices(letters, k=size)))
    return reference()
