"""X-Frame-Options says DENY, and `frame-ancestors *` takes it back: browsers follow the latter."""

from _planting import reference
from flask import Flask

from app import security

CATCHES = ("clickjacking",)


def create_app() -> Flask:
    """Plant it: one word in the policy."""
    security.CONTENT_SECURITY_POLICY["frame-ancestors"] = "*"
    return reference()
