"""The page for unknown addresses is put together from the address, and rendered after that."""

from _planting import reference
from flask import Flask, render_template_string, request
from markupsafe import escape
from werkzeug.exceptions import NotFound

CATCHES = ("template-injection",)


def create_app() -> Flask:
    """Plant it: the address is escaped for HTML, which leaves braces as they are."""
    app = reference()

    @app.errorhandler(NotFound)
    def lost(_error: NotFound) -> tuple[str, int]:
        page = f"<!doctype html><title>Lost</title><p>There is no page {escape(request.path)}.</p>"
        return render_template_string(page), 404

    return app
