"""A new password, and every other browser goes on as before; only who presses 'end all other sessions' ends them."""

from _planting import reference
from flask import Flask, request

from app import sessions
from app.models import User

CATCHES = ("session-replay-after-password-change", "remember-token-survives-password-change")


def create_app() -> Flask:
    """Plant it: the view that changes the password renews nothing."""
    renew = sessions.renew

    def only_when_asked(user: User) -> None:
        if request.endpoint != "account.password":
            renew(user)

    sessions.renew = only_when_asked
    return reference()
