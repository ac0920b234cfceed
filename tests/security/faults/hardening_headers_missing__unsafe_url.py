"""Every link that leaves the site tells the whole address of the page, its query too."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

CATCHES = ("hardening-headers-missing",)


def create_app() -> Flask:
    """Plant it: the one referrer policy that keeps nothing back."""

    def tell_all(response: Response) -> None:
        response.headers["Referrer-Policy"] = "unsafe-url"

    return rewriting(reference(), tell_all)
