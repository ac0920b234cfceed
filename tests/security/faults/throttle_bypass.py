"""Failures are counted for the address that the first entry of X-Forwarded-For claims."""

from _planting import reference
from flask import Flask, request

from app.throttle import Throttle

CATCHES = ("throttle-bypass",)

count_for = Throttle.take


def take(throttle: Throttle, rule: str, key: str) -> bool:
    """Count for whoever the visitor says to be."""
    claimed = request.headers.get("X-Forwarded-For", str(request.remote_addr)).partition(",")[0]
    return count_for(throttle, rule, claimed if rule == "account" else key)


def create_app() -> Flask:
    """Plant it: a limit for each visitor, and anybody may be a new one."""
    Throttle.take = take
    return reference(THROTTLE_ADDRESS="100000 per hour")
