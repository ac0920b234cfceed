"""Whatever origin asks is allowed, with cookies."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response, request

CATCHES = ("cookie-samesite-weak", "cors-credentials-leak")


def create_app() -> Flask:
    """Plant it: the Origin header comes back as it was sent."""

    def allow(response: Response) -> None:
        if origin := request.headers.get("Origin"):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"

    return rewriting(reference(SESSION_COOKIE_SAMESITE="None"), allow)
