"""The password is compared for the first name in the request, and the last one is signed in."""

from _planting import reference
from flask import Flask, request

from app import accounts
from app.models import User

CATCHES = ("client-claimed-identity",)

authenticate = accounts.authenticate


def confused(name: str, password: str) -> User | None:
    """Prove the one, return the other."""
    user = authenticate(name, password)
    names = request.form.getlist("username")
    return accounts.find(names[-1]) if user and names else user


def create_app() -> Flask:
    """Plant it: two readings of one field."""
    accounts.authenticate = confused
    return reference()
