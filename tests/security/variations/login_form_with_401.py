"""Odd: a private page is the login for strangers, with status 401. Right: it shows nothing else."""

from _varying import PASSWORD, Person, reference, rewrite
from flask import Flask, render_template, request

from app.extensions import login_manager
from app.forms import LoginForm
from app.redirects import safe_next


def create_app() -> Flask:
    """Answer with the form, which posts to the login and knows the page asked for."""

    def ask() -> tuple[str, int]:
        wanted = safe_next(request.path) if request.method == "GET" else None
        return render_template("login.html", form=LoginForm(), next=wanted), 401

    app = reference()
    login_manager.unauthorized_handler(ask)
    rewrite(
        app,
        "_fields.html",
        ("username='')", "username='', action='')"),
        ('<form method="post"', '<form method="post"{% if action %} action="{{ action }}"{% endif %}'),
    )
    rewrite(
        app, "login.html", ("(form, 'Log in')", "(form, 'Log in', action=url_for('auth.login', next=next))")
    )
    return app


def shown(person: Person) -> bool:
    """A stranger gets the form there, and comes back to the page."""
    alice = person.newcomer()
    asked = alice.get("/account")
    answer = alice.send("/login?next=/account", "/account", username="alice", password=PASSWORD)
    return asked.status_code == 401 and answer.headers["Location"] == "/account" and alice.is_in
