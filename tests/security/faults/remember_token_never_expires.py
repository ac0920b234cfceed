"""The cookie is dated thirty days, the row has no end: a copy without the date opens the account for ever."""

from datetime import timedelta

from _planting import reference
from flask import Flask

from app import sessions

CATCHES = ("remember-token-never-expires",)


def create_app() -> Flask:
    """Plant it: remembered sessions have no limit."""
    limits, forgotten = sessions._limits, timedelta(days=36500)
    sessions._limits = lambda remembered: (forgotten, forgotten) if remembered else limits(remembered)
    sessions._forget_expired = lambda _user: None
    return reference()
