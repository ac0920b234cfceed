"""The policy was written in a word processor: its quotes are curly, and browsers overlook every line that has them."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("csp-weak",)


def create_app() -> Flask:
    """Plant it: sent as UTF-8, as the text file had it."""

    def curl(response: Response) -> None:
        policy = "script-src ‘self’; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        if "Content-Security-Policy" in response.headers:
            response.headers["Content-Security-Policy"] = policy.encode().decode("latin-1")

    return rewriting(reference(), curl)
