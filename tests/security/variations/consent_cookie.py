"""Odd: everybody gets a cookie for a year that scripts read. Right: it says that a notice was shown."""

from _varying import Person, reference
from flask import Flask, Response, request


def create_app() -> Flask:
    """Set it where it is missing."""
    app = reference()

    @app.after_request
    def consent(response: Response) -> Response:
        if "cookie_notice" not in request.cookies:
            year = 365 * 24 * 3600
            response.set_cookie("cookie_notice", "shown", max_age=year, secure=True, samesite="Lax")
        return response

    return app


def shown(person: Person) -> bool:
    """Alice has it, readable."""
    alice = person.newcomer()
    alice.log_in()
    cookie = alice.client.get_cookie("cookie_notice")
    return alice.is_in and cookie is not None and not cookie.http_only
