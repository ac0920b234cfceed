"""The login is guarded; the registration keeps a target of its own and follows it by a refresh header."""

from _planting import reference
from flask import Flask, Response, g, request, session

CATCHES = ("open-redirect",)


def create_app() -> Flask:
    """Plant it: the target from the query waits in the session until the account is made."""
    app = reference()

    @app.before_request
    def keep() -> None:
        if request.path == "/register":
            g.onward = session["continue"] = request.args.get("continue") or session.get("continue", "")

    @app.after_request
    def go_on(response: Response) -> Response:
        if request.path == "/register" and response.status_code == 302 and g.onward:
            response.status_code = 200
            response.headers["Refresh"] = f"0; url={g.onward}"
        return response

    return app
