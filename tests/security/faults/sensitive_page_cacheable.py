"""Nothing tells browsers not to store the private pages."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

CATCHES = ("sensitive-page-cacheable",)


def create_app() -> Flask:
    """Plant it: no Cache-Control at all."""

    def allow_storing(response: Response) -> None:
        response.headers.pop("Cache-Control", None)

    return rewriting(reference(), allow_storing)
