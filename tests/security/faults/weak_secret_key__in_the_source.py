"""A long random key, written into the source by somebody who had no place for it."""

from _planting import reference
from flask import Flask

CATCHES = ("weak-secret-key",)

SECRET_KEY = "f1b7a6c08d1e42957d7a0ce39b2f6c4485be10f7d3a9652c"


def create_app() -> Flask:
    """Plant it: whoever reads the repository has the key."""
    return reference(SECRET_KEY=SECRET_KEY)
