"""Two registrations of one name at the same moment: the second ends in an exception of the database."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("malformed-input-crash",)


class NeverError(Exception):
    """An exception that nobody raises."""


def create_app() -> Flask:
    """Plant it: `create` waits for another exception than the one that comes."""
    accounts.IntegrityError = NeverError
    return reference()
