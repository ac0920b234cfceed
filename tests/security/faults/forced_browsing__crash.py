"""The account page lost its guard: its code runs for strangers until it misses their user."""

import inspect

from _planting import reference
from flask import Flask

from app import account

CATCHES = ("forced-browsing",)


def create_app() -> Flask:
    """Plant it: the view as it was before `login_required` went around it."""
    app = reference()
    account.overview = app.view_functions["account.overview"] = inspect.unwrap(account.overview)
    return app
