"""The error page shows the exception's own words: with SQLAlchemy that is the statement."""

from _planting import reference
from flask import Flask
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app import errors

CATCHES = ("error-detail-disclosure",)


def create_app() -> Flask:
    """Plant it: the message of the exception stands on the page."""
    show = errors._show

    def show_message(error: HTTPException) -> Response:
        response = show(error)
        if cause := getattr(error, "original_exception", None):
            response.set_data(response.get_data() + f"<p>{escape(cause)}</p>".encode())
        return response

    errors._show = show_message
    return reference()
