"""A well filled id that is only a number: the next one is the next visitor's."""

from itertools import count

from _planting import reference
from _server_sessions import ServerSessions
from flask import Flask

CATCHES = ("session-token-predictable",)


def create_app() -> Flask:
    """Plant it: sessions lie on the server, their ids are counted."""
    app, numbers = reference(), count(2_714_000)
    app.session_interface = ServerSessions(lambda: f"{next(numbers):032d}")
    return app
