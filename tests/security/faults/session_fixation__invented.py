"""Sessions of people who are signed in stand in a store, under whatever id the browser brings along."""

from _planting import reference
from _stores import LateStore
from flask import Flask

CATCHES = ("session-fixation",)


def create_app() -> Flask:
    """Plant it: nothing is given out before the login, but an invented id is taken."""
    app = reference()
    app.session_interface = LateStore()
    return app
