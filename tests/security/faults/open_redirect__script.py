"""The login answers with a page, whose script takes the target from the address and goes there."""

from _onward import leading_on
from flask import Flask

NEEDS = "browser"
CATCHES = ("open-redirect",)


def create_app() -> Flask:
    """Plant it: no answer of the server gives it away, and the page is read for a while first."""
    return leading_on("setTimeout(() => location.replace(next), 1500)")
