"""Passwords may be guessed for ever: nothing counts the failures."""

from _planting import reference
from flask import Flask

CATCHES = ("brute-force-unlimited",)


def create_app() -> Flask:
    """Plant it: limits that nobody meets."""
    return reference(THROTTLE_ACCOUNT="1000000 per minute", THROTTLE_ADDRESS="1000000 per minute")
