"""The reference app with more private pages, and in a database that is there already: a target for `growth.py`."""

import os

from flask import Flask, render_template
from flask_login import login_required

from app import create_app as reference_app


def create_app() -> Flask:
    """Read from the environment how many pages, and where the database is."""
    app = reference_app({"SQLALCHEMY_DATABASE_URI": os.environ["GROWN_DATABASE"]})
    for number in range(int(os.environ["GROWN_PAGES"])):
        app.add_url_rule(f"/pages/{number}", f"page_{number}", login_required(page))
    return app


def page() -> str:
    """A page that greets the user by name."""
    return render_template("dashboard.html")
