"""The app makes its own administrator at the first start, and its password is its name."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("default-credentials",)


def create_app() -> Flask:
    """Plant it: straight into the table, past the rules of the registration form."""
    app = reference()
    with app.app_context():
        if accounts.find("admin") is None:
            accounts.create("admin", "admin@example.org", "admin")
    return app
