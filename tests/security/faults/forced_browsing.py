"""The dashboard lost its guard: strangers open it by its address."""

import inspect

from _planting import reference
from flask import Flask

from app import main

CATCHES = ("forced-browsing",)


def create_app() -> Flask:
    """Plant it: the view as it was before `login_required` went around it."""
    app = reference()
    main.dashboard = app.view_functions["main.dashboard"] = inspect.unwrap(main.dashboard)
    return app
