"""Whatever is typed as a name stands in the log as it was typed."""

from _planting import reference
from flask import Flask

from app import accounts, events
from app.models import User

CATCHES = ("log-injection",)


def create_app() -> Flask:
    """Plant it: each login is logged with the name that was typed."""
    authenticate = accounts.authenticate

    def authenticate_and_tell(name: str, password: str) -> User | None:
        events.logger.info("login as %s", name)
        return authenticate(name, password)

    accounts.authenticate = authenticate_and_tell
    return reference()
