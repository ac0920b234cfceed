"""No header says who may frame the pages."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

from app import security

CATCHES = ("clickjacking",)


def create_app() -> Flask:
    """Plant it: the policy loses its line for frames, and X-Frame-Options goes too."""
    del security.CONTENT_SECURITY_POLICY["frame-ancestors"]

    def unframe(response: Response) -> None:
        del response.headers["X-Frame-Options"]

    return rewriting(reference(), unframe)
