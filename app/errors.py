"""Error pages that tell nothing and need nothing: no user, no session, no database."""

from flask import Flask, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

MESSAGES = {
    400: "The request was not understood. A form may have expired: go back, reload and try again.",
    403: "You may not see this page.",
    404: "There is no such page.",
    405: "This page cannot be used that way.",
    413: "That was too much at once.",
    429: "Too many attempts. Please wait a while and try again.",
    500: "Something went wrong on our side. Please try again later.",
}


def register(app: Flask) -> None:
    """Answer every error of this app with its plain page."""
    app.register_error_handler(HTTPException, _show)


def _show(error: HTTPException) -> Response:
    response = error.get_response()  # keeps headers such as Allow and Retry-After
    code = response.status_code
    # Rendered past Flask's context processors: Flask-Login's would ask a database that may be what is broken.
    page = current_app.jinja_env.get_template("error.html")
    message = MESSAGES.get(code, MESSAGES[400 if code < 500 else 500])
    response.set_data(page.render(code=code, message=message))
    response.content_type = "text/html; charset=utf-8"
    return Response.force_type(response)
