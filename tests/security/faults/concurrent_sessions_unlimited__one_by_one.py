"""A limit that counts too late: of every ten sessions the oldest goes, the other nine stay."""

from itertools import count

from _planting import reference
from flask import Flask

from app import sessions
from app.models import User

CATCHES = ("concurrent-sessions-unlimited",)
POLICY = {"session_limit": 3}


def create_app() -> Flask:
    """Plant it: every tenth login ends the oldest session."""
    begin, logins = sessions.begin, count(1)

    def begin_and_tidy(user: User, *, remember: bool) -> None:
        begin(user, remember=remember)
        if next(logins) % 10 == 0:
            sessions.end(user, min(row.id for row in sessions.of_user(user)))

    sessions.begin = begin_and_tidy
    return reference()
