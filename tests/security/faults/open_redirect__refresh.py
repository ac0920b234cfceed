"""The login answers with a page, whose script writes an element that sends the reader on."""

from _onward import leading_on
from flask import Flask

NEEDS = "browser"
CATCHES = ("open-redirect",)

SCRIPT = """
const element = document.createElement("meta");
element.httpEquiv = "refresh";
element.content = "3; url=" + next;
document.head.append(element);"""


def create_app() -> Flask:
    """Plant it: who reads the page without running it finds no such element."""
    return leading_on(SCRIPT)
