"""The page that asks before logging out is answered by its own script, to save people a click."""

from _planting import reference
from _scripts import with_script
from flask import Flask

NEEDS = "browser"
CATCHES = ("csrf-logout",)

ANSWER = """
if (location.pathname === "/logout") document.querySelector("main form").submit();
"""


def create_app() -> Flask:
    """Plant it: whoever opens the address is logged out, by a form with the right token."""
    return with_script(reference(), lambda: ANSWER)
