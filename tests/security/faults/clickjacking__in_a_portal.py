"""The pages may be framed by everybody, and the session cookie goes into those frames."""

from _headers import rewriting
from _planting import reference
from flask import Flask, Response

from app import security

CATCHES = ("clickjacking", "cookie-samesite-weak")


def create_app() -> Flask:
    """Plant it for one portal, and let all others in."""
    del security.CONTENT_SECURITY_POLICY["frame-ancestors"]

    def unframe(response: Response) -> None:
        del response.headers["X-Frame-Options"]

    return rewriting(reference(SESSION_COOKIE_SAMESITE="None", REMEMBER_COOKIE_SAMESITE="None"), unframe)
