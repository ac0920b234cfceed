"""Browsers may guess what a response is."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

CATCHES = ("hardening-headers-missing",)


def create_app() -> Flask:
    """Plant it: nosniff is gone."""

    def allow_guesses(response: Response) -> None:
        del response.headers["X-Content-Type-Options"]

    return rewriting(reference(), allow_guesses)
