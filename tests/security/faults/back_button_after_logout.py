"""Nothing keeps the browser from remembering private pages as they were left: Back shows them after logout."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("back-button-after-logout", "sensitive-page-cacheable")


def create_app() -> Flask:
    """Plant it: no Cache-Control at all; what Flask adds, `Vary: Cookie`, is not enough."""

    def allow_storing(response: Response) -> None:
        response.headers.pop("Cache-Control", None)

    return rewriting(reference(), allow_storing)
