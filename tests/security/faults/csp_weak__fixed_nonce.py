"""A nonce from the settings: whoever has seen one page knows it for all."""

from _planting import reference
from flask import Flask

from app import security

CATCHES = ("csp-weak",)


def create_app() -> Flask:
    """Plant it: a nonce that is written down."""
    security.CONTENT_SECURITY_POLICY["script-src"] = "'self' 'nonce-aGFyYm91cg=='"
    return reference()
