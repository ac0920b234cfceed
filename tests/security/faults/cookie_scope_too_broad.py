"""One session for all names of the company: the cookie goes to every host below example.com."""

from _planting import reference
from flask import Flask

CATCHES = ("cookie-scope-too-broad",)


def create_app() -> Flask:
    """Plant it: a Domain attribute, for which the name has to give up its `__Host-`."""
    return reference(
        SERVER_NAME="login.example.com", SESSION_COOKIE_NAME="session", SESSION_COOKIE_DOMAIN="example.com"
    )
