"""Private pages may be kept if they are asked for again: Back does not ask, neither in the cache nor in the memory."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

NEEDS = "browser"
CATCHES = ("back-button-after-logout", "sensitive-page-cacheable")


def create_app() -> Flask:
    """Plant it: `no-cache` where `no-store` was meant."""

    def mistake_the_word(response: Response) -> None:
        response.headers["Cache-Control"] = "no-cache, max-age=0, must-revalidate"

    return rewriting(reference(), mistake_the_word)
