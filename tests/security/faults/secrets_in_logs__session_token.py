"""Each event is logged with the request's cookies, which are as good as a password while the session lasts."""

from _planting import reference
from flask import Flask, request

from app import events

CATCHES = ("secrets-in-logs",)


def create_app() -> Flask:
    """Plant it."""
    original = events.record

    def record(event: str, who: str | None = None) -> None:
        original(event, who)
        events.logger.info("headers: %s", dict(request.headers))

    events.record = record
    return reference()
