"""The lock comes after fifty wrong passwords: late enough for the commonest ones."""

from _planting import reference
from flask import Flask

CATCHES = ("brute-force-unlimited",)


def create_app() -> Flask:
    """Plant it: a limit that is there, and too high."""
    return reference(THROTTLE_ACCOUNT="50 per 15 minutes")
