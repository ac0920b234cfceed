"""The mailed link is built as the tutorials do it: with `_external=True`, from the Host header."""

from _planting import reference
from flask import Flask, url_for

from app import reset

CATCHES = ("host-header-poisoning",)


def absolute(endpoint: str, **values: str) -> str:
    """An address with whatever host the request names; the configured one in front of it is empty."""
    return url_for(endpoint, _external=endpoint == "reset.choose", **values)


def create_app() -> Flask:
    """Plant it: one keyword."""
    reset.url_for = absolute
    return reference(PUBLIC_URL="")
