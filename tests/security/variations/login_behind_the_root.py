"""Odd: the login is the front page, and the dashboard is there after it. Right: it is guarded as before."""

from _varying import Person, reference
from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.extensions import login_manager
from app.redirects import safe_next


def create_app() -> Flask:
    """Let / be the login for strangers; /login only leads there."""
    app = reference()
    login, dashboard = app.view_functions["auth.login"], app.view_functions["main.dashboard"]

    def front() -> ResponseReturnValue:
        return dashboard() if current_user.is_authenticated and not request.args else login()

    app.view_functions["main.index"] = front
    app.add_url_rule("/", "enter", login, methods=["POST"])
    app.view_functions["auth.login"] = lambda: redirect(
        url_for("main.index", next=safe_next(request.args.get("next")))
    )
    login_manager.login_view = "main.index"
    return app


def shown(person: Person) -> bool:
    """Alice logs in at / and is greeted there."""
    alice = person.newcomer()
    alice.send("/", username="alice", password="violet harbour lamps 42 nights")
    return (
        alice.is_in
        and "Hello, <bdi>alice" in alice.get("/").text
        and "Forgot your password" in person.get("/").text
    )
