"""A script saves what is typed into any form, in case the page is left: the login's password too."""

from _planting import reference
from _scripts import with_script
from flask import Flask

NEEDS = "browser"
CATCHES = ("browser-storage-secrets",)

DRAFTS = """
document.addEventListener("input", event => {
    const form = event.target.form;
    if (form) sessionStorage.setItem("draft", JSON.stringify(Object.fromEntries(new FormData(form))));
});
"""


def create_app() -> Flask:
    """Plant it: no field is left out."""
    return with_script(reference(), lambda: DRAFTS)
