"""Sessions in a store on the server, and a login that keeps the id that the browser had before."""

from _planting import reference
from _stores import KeepingStore
from flask import Flask

CATCHES = ("session-fixation",)


def create_app() -> Flask:
    """Plant it: an id of the store's own stays what it was."""
    app = reference(SESSION_COOKIE_NAME="session")
    app.session_interface = KeepingStore()
    return app
