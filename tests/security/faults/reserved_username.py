"""Members see each other's names, and no name is kept for the site."""

import re

from _planting import reference
from flask import Flask, render_template_string
from sqlalchemy import select

from app import identity
from app.extensions import db, login_required
from app.models import User

CATCHES = ("reserved-username",)
PAGE = (
    """<!doctype html><title>Members</title><ul>{% for name in names %}<li>{{ name }}</li>{% endfor %}</ul>"""
)


def create_app() -> Flask:
    """Plant it: the list of reserved names is empty."""
    identity._RESERVED = re.compile(r"(?!)")
    app = reference()

    @app.get("/members")
    @login_required
    def members() -> str:
        return render_template_string(PAGE, names=db.session.scalars(select(User.username)).all())

    return app
