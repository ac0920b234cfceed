"""Failures are counted for the address, and any success from there starts the count anew."""

from _planting import reference
from flask import Flask

from app import accounts
from app.models import User
from app.throttle import client_address, the_throttle

CATCHES = ("throttle-bypass",)


def prove(user: User | None, key: str, password: str) -> bool:
    """Let each address fail ten times in a row, on whatever accounts."""
    throttle, address = the_throttle(), client_address()
    if not throttle.take("address", address):
        raise throttle.refusal("address", address)
    if accounts._verify(user, password):
        throttle.forgive("address", address)
        return True
    return False


def create_app() -> Flask:
    """Plant it: a guesser with an account of their own never runs out of guesses."""
    accounts._prove = prove
    return reference(THROTTLE_ADDRESS="10 per 15 minutes")
