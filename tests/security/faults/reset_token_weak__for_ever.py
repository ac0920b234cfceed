"""The link in an old mail still opens the account a year later."""

from datetime import timedelta

from _planting import reference
from flask import Flask

CATCHES = ("reset-token-weak",)


def create_app() -> Flask:
    """Plant it: a lifetime that nobody waits for."""
    return reference(RESET_LIFETIME=timedelta(days=3650))
