"""Odd: the page first asked for stands in the session. Right: only our own guard writes it there."""

from _varying import PASSWORD, Person, reference
from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app import auth
from app.extensions import login_manager
from app.redirects import safe_next


def create_app() -> Flask:
    """Remember the page when a stranger is turned away, and forget it at the next login."""

    def turn_away() -> ResponseReturnValue:
        session["wanted"] = request.path if request.method == "GET" else None
        return redirect(url_for("auth.login"))

    def onward() -> ResponseReturnValue:
        session.pop("wanted", None)
        return redirect(safe_next(g.wanted) or url_for("main.dashboard"))

    auth._onward = onward
    app = reference()
    login_manager.unauthorized_handler(turn_away)

    @app.before_request
    def look() -> None:
        g.wanted = session.get("wanted")  # before the login makes a new session

    return app


def shown(person: Person) -> bool:
    """Alice comes back to the page, and no address says so."""
    alice = person.newcomer()
    asked = alice.get("/account")
    answer = alice.send("/login", username="alice", password=PASSWORD)
    return asked.location == "/login" and answer.location == "/account" and alice.is_in
