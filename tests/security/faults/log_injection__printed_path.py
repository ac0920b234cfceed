"""Addresses are printed decoded: line breaks are taken out, escape sequences reach the terminal."""

from _planting import reference
from flask import Flask, request

CATCHES = ("log-injection", "reset-token-leak", "secrets-in-logs")


def create_app() -> Flask:
    """Plant it: a print from some debugging session."""
    app = reference()

    @app.before_request
    def say() -> None:
        print("asked for", request.path.replace("\r", " ").replace("\n", " "))

    return app
