"""One private page is printed without the navigation, and so without the button."""

from _planting import reference
from flask import Flask, render_template_string
from flask_login import login_required

CATCHES = ("logout-incomplete",)

PAGE = (
    """<!doctype html><title>Card</title><h1>{{ current_user.username }}</h1><p>Member of the harbour.</p>"""
)


def create_app() -> Flask:
    """Plant it: a member card, made for the printer."""
    app = reference()
    app.add_url_rule("/card", "card", login_required(lambda: render_template_string(PAGE)))
    return app
