"""The table of sessions forgets nothing for a month, however long nobody came."""

from datetime import timedelta

from _planting import reference
from flask import Flask

CATCHES = ("session-idle-timeout",)


def create_app() -> Flask:
    """Plant it: both limits are the longest that a session in use may have."""
    limit = timedelta(days=30)
    return reference(SESSION_IDLE_LIMIT=limit, SESSION_ABSOLUTE_LIMIT=limit)
