"""Somebody needed one inline script: now all of them run, also those that are injected."""

from _planting import reference
from flask import Flask

from app import security

CATCHES = ("csp-weak",)


def create_app() -> Flask:
    """Plant it: 'unsafe-inline' among the sources of scripts."""
    security.CONTENT_SECURITY_POLICY["script-src"] = "'self' 'unsafe-inline'"
    return reference()
