"""The error page helps its developers: it shows the trace to whoever sees it."""

import traceback

from _planting import reference
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from app import errors

CATCHES = ("error-detail-disclosure",)


def create_app() -> Flask:
    """Plant it: the page for a 500 shows where the exception came from."""
    show = errors._show

    def show_all(error: HTTPException) -> Response:
        cause = getattr(error, "original_exception", None)
        if cause is None:
            return show(error)
        return Response("".join(traceback.format_exception(cause)), 500, mimetype="text/plain")

    errors._show = show_all
    return reference()
