"""Odd: a form without token gets 403 and a page with the login form. Right: nothing else happens."""

from _varying import Person, reference
from flask import Flask, flash, render_template
from flask_wtf.csrf import CSRFError

from app.forms import LoginForm


def create_app() -> Flask:
    """Answer with a page of the site."""

    def refused(_error: CSRFError) -> tuple[str, int]:
        flash("This form has expired. Please try again.", "warning")
        return render_template("login.html", form=LoginForm(formdata=None), next=None), 403

    app = reference()
    app.register_error_handler(CSRFError, refused)
    return app


def shown(person: Person) -> bool:
    """Without the token nobody gets in, with it alice does."""
    alice = person.newcomer()
    answer = alice.client.post("/login", data={"username": "alice", "password": "x"})
    refused = answer.status_code == 403 and 'name="password"' in answer.text
    alice.log_in()
    return refused and alice.is_in
