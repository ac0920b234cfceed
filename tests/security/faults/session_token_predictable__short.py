"""Real chance, but too little of it: 32 bits are tried through in a night."""

import secrets

from _planting import reference
from _server_sessions import ServerSessions
from flask import Flask

CATCHES = ("session-token-predictable",)


def create_app() -> Flask:
    """Plant it: ids of four random bytes."""
    app = reference()
    app.session_interface = ServerSessions(lambda: secrets.token_hex(4))
    return app
