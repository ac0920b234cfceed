"""Odd: after login the address is /welcome?x=//y. Right: two slashes in a query lead nowhere else."""

from _varying import Person, reference
from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app import auth
from app.extensions import login_required


def create_app() -> Flask:
    """Lead to a page of its own unless another one was asked for."""

    def onward() -> ResponseReturnValue:
        return redirect(auth.safe_next(request.args.get("next")) or "/welcome?x=//y")

    auth._onward = onward
    app = reference()
    app.add_url_rule("/welcome", "welcome", login_required(lambda: render_template("dashboard.html")))
    return app


def shown(person: Person) -> bool:
    """Alice is led there."""
    alice = person.newcomer()
    return alice.log_in().headers["Location"] == "/welcome?x=//y" and alice.is_in
