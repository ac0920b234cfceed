"""Whoever comes once a day stays signed in for ever."""

from datetime import timedelta

from _planting import reference
from flask import Flask

CATCHES = ("session-absolute-timeout",)


def create_app() -> Flask:
    """Plant it: the limit is ten years, and the signed cookie lives as long."""
    return reference(
        SESSION_IDLE_LIMIT=timedelta(hours=24),
        SESSION_ABSOLUTE_LIMIT=timedelta(days=3650),
        PERMANENT_SESSION_LIFETIME=timedelta(days=3650),
    )
