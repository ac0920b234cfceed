"""The table of links holds them as they were mailed: a copied database opens every account that has one."""

from _planting import reference
from flask import Flask

from app import reset, sessions

CATCHES = ("reset-token-leak",)


class InClear:
    """The sessions as the reset sees them: nothing is hashed."""

    end_all = staticmethod(sessions.end_all)

    @staticmethod
    def digest(token: str) -> str:
        """Keep it as it is."""
        return token


def create_app() -> Flask:
    """Plant it: links are stored in clear."""
    reset.sessions = InClear
    return reference()
