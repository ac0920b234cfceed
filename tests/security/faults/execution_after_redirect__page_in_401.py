"""Strangers get 401, and the whole page with it."""

import inspect

from _planting import reference
from flask import Flask
from flask_login import current_user

from app import main

CATCHES = ("execution-after-redirect",)


def create_app() -> Flask:
    """Plant it: only the status knows who is there."""
    app = reference()
    page = inspect.unwrap(main.dashboard)
    app.view_functions["main.dashboard"] = lambda: (page(), 200 if current_user.is_authenticated else 401)
    return app
