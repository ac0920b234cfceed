"""Odd: the way out is a POST to /session/leave, there is no /logout. Right: its button is on every page."""

from _varying import Person, reference, rewrite
from flask import Flask, abort

HERE = ("url_for('auth.logout')", "url_for('leave')")


def create_app() -> Flask:
    """Move the view, and let the button lead there."""
    app = reference()
    app.add_url_rule("/session/leave", "leave", app.view_functions["auth.logout"], methods=["POST"])
    app.view_functions["auth.logout"] = lambda: abort(404)
    rewrite(app, "base.html", HERE)
    rewrite(app, "logout.html", HERE)
    return app


def shown(person: Person) -> bool:
    """Alice leaves at the new place; the old one is gone."""
    alice = person.newcomer()
    alice.log_in()
    there = alice.is_in and alice.get("/logout").status_code == 404
    alice.send("/session/leave", "/dashboard")
    return there and not alice.is_in
