"""The server forgets the session, the browser keeps its cookies."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("logout-incomplete",)


def create_app() -> Flask:
    """Plant it: the answer to a logout sets and deletes no cookie."""
    app = reference()
    send = app.session_interface.save_session

    def save(given: Flask, session: dict, response: Response) -> None:
        if request.path == "/logout" and request.method == "POST":
            response.headers.remove("Set-Cookie")
        else:
            send(given, session, response)

    app.session_interface.save_session = save
    return app
