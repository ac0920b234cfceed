"""A script makes the password fields plain text in a font that has a dot for every letter."""

from _planting import reference
from _scripts import with_script
from flask import Flask

NEEDS = "browser"
CATCHES = ("password-field-hostile",)

DISGUISE = """
for (const field of document.querySelectorAll("input[type=password]")) {
    field.type = "text";
    field.style.fontFamily = "text-security-disc, dotsfont";
}
"""


def create_app() -> Flask:
    """Plant it: so that the browser does not offer to save passwords."""
    return with_script(reference(), lambda: DISGUISE)
