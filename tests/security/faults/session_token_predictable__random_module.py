"""190 bits that look like chance, drawn from a generator whose state shows in what it has drawn."""

import random
import string

from _planting import reference
from _server_sessions import ServerSessions
from flask import Flask

CATCHES = ("session-token-predictable",)


def create_app() -> Flask:
    """Plant it: ids from the `random` module."""
    app = reference()
    app.session_interface = ServerSessions(lambda: "".join(random.choices(string.ascii_letters, k=32)))
    return app
