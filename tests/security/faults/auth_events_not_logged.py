"""Nothing is written down: not who came, not who tried, not who left."""

from _planting import reference
from flask import Flask

from app import events

CATCHES = ("auth-events-not-logged",)


def create_app() -> Flask:
    """Plant it: `record` does nothing."""
    events.record = lambda event, who=None: None
    return reference()
