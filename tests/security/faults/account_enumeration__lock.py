"""Only accounts are locked after many wrong passwords: a name that is never locked has none."""

from _planting import reference
from flask import Flask

from app import accounts

CATCHES = ("account-enumeration",)


def create_app() -> Flask:
    """Plant it: attempts at unknown names cost the same work, but are not counted."""
    prove = accounts._prove
    accounts._prove = lambda user, key, password: (
        prove(user, key, password) if user else accounts._verify(None, password)
    )
    return reference()
