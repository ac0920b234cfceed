"""Browsers are told to stay with https for one day."""

from typing import Any

from _planting import reference
from flask import Flask

from app import security

CATCHES = ("https-not-enforced",)

Talisman = security.Talisman


def hesitant(app: Flask, **settings: Any) -> Talisman:
    """Talisman with the value for a first try."""
    return Talisman(app, **{**settings, "strict_transport_security_max_age": 24 * 3600})


def create_app() -> Flask:
    """Plant it: the value was never raised."""
    security.Talisman = hesitant
    return reference()
