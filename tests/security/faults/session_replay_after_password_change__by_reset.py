"""The owner got the account back by a mailed link, and the thief is still in it."""

from _planting import reference
from flask import Flask

from app import reset, sessions
from app.models import User

CATCHES = ("session-replay-after-password-change", "remember-token-survives-password-change")


class Forgetful:
    """The sessions as the reset sees them: it ends none."""

    digest = staticmethod(sessions.digest)

    @staticmethod
    def end_all(user: User) -> None:
        """Leave them open."""


def create_app() -> Flask:
    """Plant it: a reset changes the password alone."""
    reset.sessions = Forgetful
    return reference()
