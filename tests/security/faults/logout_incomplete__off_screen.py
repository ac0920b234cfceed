"""The way out is in every page, moved out of the window to the left: no person sees it."""

from _planting import reference
from _scripts import with_script
from flask import Flask

NEEDS = "browser"
CATCHES = ("logout-incomplete",)

MOVE = """
for (const form of document.querySelectorAll("form[action$='/logout']")) {
    form.style.position = "absolute";
    form.style.left = "-9999px";
}
"""


def create_app() -> Flask:
    """Plant it: by a script, for the policy allows no styles in the page."""
    return with_script(reference(), lambda: MOVE)
