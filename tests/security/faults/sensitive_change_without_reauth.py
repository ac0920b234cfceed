"""The form asks for the current password, and whatever is typed there will do."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("sensitive-change-without-reauth",)


def create_app() -> Flask:
    """Plant it: nobody compares."""
    accounts.confirm = lambda _user, _password: True
    return reference()
