"""Odd: who tries too often gets the form again, with 429. Right: no password is accepted meanwhile."""

from _varying import Person, reference
from flask import Flask, Response, flash, make_response, render_template, request
from werkzeug.exceptions import TooManyRequests

from app.forms import LoginForm


def create_app() -> Flask:
    """Show the form under the message; elsewhere the plain page stays."""
    app = reference()
    plain = app.error_handler_spec[None][None]
    show = next(iter(plain.values()))

    def refused(error: TooManyRequests) -> Response:
        if request.endpoint != "auth.login":
            return show(error)
        flash("Too many attempts. Please wait a while and try again.", "danger")
        answer = make_response(render_template("login.html", form=LoginForm(), next=None), 429)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer

    app.register_error_handler(TooManyRequests, refused)
    return app


def shown(person: Person) -> bool:
    """After ten wrong passwords comes the form with 429, and the right one is refused."""
    alice = person.newcomer()
    answers = [alice.log_in(password="wrong") for _ in range(11)]
    told = answers[-1].status_code == 429 and 'name="password"' in answers[-1].text
    return told and alice.log_in().status_code == 429 and not alice.is_in
