"""The events are sent to the log and never arrive: the logger's level is left at WARNING."""

from _planting import reference
from flask import Flask, Response, request

from app import events

CATCHES = ("auth-events-not-logged",)


def create_app() -> Flask:
    """Plant it: nobody sets the level; an access log of the app's own hides that nothing else comes."""
    events.start_log = lambda app: None
    app = reference()

    @app.after_request
    def access_log(response: Response) -> Response:
        app.logger.warning("%s %s -> %s", request.method, request.endpoint, response.status)
        return response

    return app
