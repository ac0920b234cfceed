"""Headers that tell the browser what these pages never do."""

from flask import Flask, Response, request
from flask_talisman import Talisman

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",  # Bootstrap's style sheet draws ticks and arrows this way
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def add_security_headers(app: Flask) -> None:
    """Put the headers on every response of this app."""
    Talisman(
        app,
        content_security_policy=CONTENT_SECURITY_POLICY,
        force_https=app.config["FORCE_HTTPS"],
        frame_options="DENY",
        # Reset links are secrets: no other site sees them. 'no-referrer' would break Flask-WTF over https.
        referrer_policy="same-origin",
        strict_transport_security_max_age=365 * 24 * 3600,
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_samesite=app.config["SESSION_COOKIE_SAMESITE"],
    )
    app.after_request(_keep_private)


def _keep_private(response: Response) -> Response:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    # Flask sets the session cookie after this runs, so whatever is not a static file may carry one.
    if not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    return response
