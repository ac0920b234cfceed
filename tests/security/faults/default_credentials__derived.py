"""A demonstration account was left behind; its password is the name and three digits."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("default-credentials",)


def create_app() -> Flask:
    """Plant it: one account with a good password, one with a poor one."""
    app = reference()
    with app.app_context():
        if accounts.find("receptionist") is None:
            accounts.create("wilhelmine", "wilhelmine@example.org", "nine blue trams at noon")
            accounts.create("receptionist", "desk@example.org", "receptionist123")
    return app
