"""A comparison by the end of the name: `evil-localhost` ends like `localhost`."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response, request

CATCHES = ("cors-credentials-leak",)


def create_app() -> Flask:
    """Plant it: every origin whose name ends like ours is allowed."""

    def allow(response: Response) -> None:
        origin = request.headers.get("Origin", "")
        if origin.endswith(request.host):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Credentials"] = "true"

    return rewriting(reference(), allow)
