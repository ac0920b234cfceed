"""The login page repeats what a link tells it, and without a policy a script in it would run."""

from _planting import reference
from flask import Flask, Response, request

CATCHES = ("xss-auth-pages",)


def create_app() -> Flask:
    """Plant it: `message` stands above the form as it came."""
    app = reference()

    @app.after_request
    def say(response: Response) -> Response:
        if request.path == "/login" and response.mimetype == "text/html" and "message" in request.args:
            page = response.get_data(as_text=True)
            response.set_data(page.replace("<h1", f"<p>{request.args['message']}</p><h1", 1))
        return response

    # Put in front of the others, and so called after them: the policy is gone.
    app.after_request_funcs[None].insert(0, _without_policy)
    return app


def _without_policy(response: Response) -> Response:
    response.headers.pop("Content-Security-Policy", None)
    return response
