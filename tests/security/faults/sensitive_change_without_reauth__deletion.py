"""Who sits down at an open session deletes the account with any password."""

from _planting import reference
from flask import Flask, request

from app import accounts
from app.models import User

CATCHES = ("sensitive-change-without-reauth",)


def create_app() -> Flask:
    """Plant it: deletion does not compare."""
    confirm = accounts.confirm

    def confirm_most(user: User, password: str) -> bool:
        return request.endpoint == "account.delete" or confirm(user, password)

    accounts.confirm = confirm_most
    return reference()
