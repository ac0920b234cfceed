"""A careless route: whatever stands behind the dashboard's address shows the dashboard, a style sheet's name too."""

from _planting import reference
from flask import Flask

CATCHES = ("sensitive-page-cacheable",)


def create_app() -> Flask:
    """Plant it: a second rule for the view, which takes any rest."""
    app = reference()
    view = app.view_functions["main.dashboard"]
    app.add_url_rule("/dashboard/<path:rest>", "rest", lambda rest: view())
    return app
