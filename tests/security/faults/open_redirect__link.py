"""The login answers with a page, on which a script clicks a link to the target for the reader."""

from _onward import leading_on
from flask import Flask

NEEDS = "browser"
CATCHES = ("open-redirect",)

SCRIPT = """
const base = document.createElement("base");
base.href = next;
document.head.append(base);
const link = document.createElement("a");
link.href = "?" + base.href.split("?")[1];
link.click();"""


def create_app() -> Flask:
    """Plant it: the target is the base of the page's addresses, and the link is to the page beside it."""
    return leading_on(SCRIPT)
