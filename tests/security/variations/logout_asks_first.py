"""Odd: the way out is a link to a page that asks again. Right: the link ends nothing, its button does."""

import re

from _varying import Person, reference, rewrite
from flask import Flask

BUTTON = """<form method="post" action="{{ url_for('auth.logout') }}">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <button class="btn btn-outline-primary" type="submit">Logout</button>
    </form>"""
LINK = """<a class="btn btn-outline-primary" href="{{ url_for('auth.logout') }}">Logout</a>"""


def create_app() -> Flask:
    """Put a link where the button was."""
    app = reference()
    rewrite(app, "base.html", (BUTTON, LINK))
    return app


def shown(person: Person) -> bool:
    """Asking ends nothing."""
    alice = person.newcomer()
    alice.log_in()
    asked = alice.get("/logout")
    stays = alice.is_in and re.search('href="/logout"', alice.get("/dashboard").text) is not None
    alice.send("/logout")
    return "Log out?" in asked.text and stays and not alice.is_in
