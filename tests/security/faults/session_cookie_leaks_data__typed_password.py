"""After a failed login the session keeps what was typed, so that the form can be filled in again."""

from _planting import reference
from flask import Flask, session

from app import accounts
from app.models import User

CATCHES = ("session-cookie-leaks-data", "password-exposed-in-response")

prove = accounts.authenticate


def authenticate(name: str, password: str) -> User | None:
    """Prove the password; keep the values of the form where that failed."""
    user = prove(name, password)
    if user is None:
        session["typed"] = {"name": name, "password": password}
    return user


def create_app() -> Flask:
    """Plant it: the mistyped password stands in the signed, readable cookie."""
    accounts.authenticate = authenticate
    return reference()
