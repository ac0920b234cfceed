"""A hash looks like chance; of the time it is the time."""

import hashlib
import time

from _planting import reference
from _server_sessions import ServerSessions
from flask import Flask

CATCHES = ("session-token-predictable",)


def create_app() -> Flask:
    """Plant it: ids are the hash of the moment of the login."""
    app = reference()
    app.session_interface = ServerSessions(lambda: hashlib.sha256(str(time.time()).encode()).hexdigest())
    return app
