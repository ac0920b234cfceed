"""A script of the site's own, written so that no pattern finds it, throws away what is pasted into a password field."""

from _planting import reference
from _scripts import with_script
from flask import Flask

NEEDS = "browser"
CATCHES = ("password-field-hostile",)

REFUSE = """
const refuse = event => event["prevent" + "Default"]();
const kinds = ["paste"];
for (const field of document.querySelectorAll("input[type=password]")) {
    for (const kind of kinds) field.addEventListener(kind, refuse);
}
"""


def create_app() -> Flask:
    """Plant it: on every page that takes a password."""
    return with_script(reference(), lambda: REFUSE)
