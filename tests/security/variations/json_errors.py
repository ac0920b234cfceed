"""Odd: a refused login answers 401 or 429 with JSON, for the page's script. Right: the right password still gets in."""

from _varying import Person, reference, wrap
from flask import Flask, Response, get_flashed_messages, jsonify, request
from werkzeug.exceptions import TooManyRequests


def create_app() -> Flask:
    """Turn the page of a refused login into an object."""
    app = reference()
    show = next(iter(app.error_handler_spec[None][None].values()))

    def told(answer: object) -> object:
        if request.method == "POST" and isinstance(answer, str):
            return jsonify(errors=get_flashed_messages() or ["Fill in both fields."]), 401
        return answer

    def refused(error: TooManyRequests) -> Response:
        if request.endpoint != "auth.login":
            return show(error)
        answer = jsonify(errors=["Too many attempts. Please wait a while and try again."])
        answer.status_code, answer.headers["Retry-After"] = 429, str(error.retry_after)
        return answer

    wrap(app, "auth.login", told)
    app.register_error_handler(TooManyRequests, refused)
    return app


def shown(person: Person) -> bool:
    """A wrong password is refused by an object, the right one is not."""
    alice = person.newcomer()
    answer = alice.log_in(password="wrong")
    alice.log_in()
    return (answer.status_code, answer.json) == (
        401,
        {"errors": ["Wrong username or password."]},
    ) and alice.is_in
