"""The login says when nobody has a name, and so who has an account."""

from _planting import reference
from flask import Flask, flash

from app import accounts

CATCHES = ("account-enumeration",)


def create_app() -> Flask:
    """Plant it: `authenticate` adds a helpful message for names that it does not find."""
    authenticate = accounts.authenticate

    def helpful(name: str, password: str) -> accounts.User | None:
        user = authenticate(name, password)
        if user is None and accounts.find(name) is None:
            flash("Nobody has this name. Did you mistype it?", "info")
        return user

    accounts.authenticate = helpful
    return reference()
