"""Somebody looked for a bug in the login and left a line behind that logs the form."""

from _planting import reference
from flask import Flask, request

from app import accounts, events

CATCHES = ("secrets-in-logs",)


def create_app() -> Flask:
    """Plant it: a refused login is logged with all that was sent."""
    original = accounts.authenticate

    def authenticate(name: str, password: str) -> object:
        user = original(name, password)
        if user is None:
            events.logger.warning("login refused: %s", request.form.to_dict())
        return user

    accounts.authenticate = authenticate
    return reference()
