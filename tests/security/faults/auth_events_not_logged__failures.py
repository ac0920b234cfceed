"""Only what went well is written down: who guesses passwords leaves no line."""

from _planting import reference
from flask import Flask

from app import events

CATCHES = ("auth-events-not-logged",)


def create_app() -> Flask:
    """Plant it: `record` leaves out wrong passwords."""
    record = events.record
    events.record = lambda event, who=None: None if event == "password-wrong" else record(event, who)
    return reference()
