"""The dashboard greets with markup made of the name. The policy keeps scripts from running, for now."""

from _planting import reference
from flask import Flask
from flask_login import current_user
from markupsafe import Markup

from app import main
from app.extensions import login_required

CATCHES = ("xss-auth-pages",)


def create_app() -> Flask:
    """Plant it: `Markup` says that the whole sentence is safe."""
    app = reference()

    @login_required
    def dashboard() -> str:
        return str(Markup(f"<!doctype html><title>Dashboard</title><h1>Hello, {current_user.username}!</h1>"))

    assert main
    app.view_functions["main.dashboard"] = dashboard
    return app
