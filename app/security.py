"""Headers that tell the browser what these pages never do."""

from flask import Flask, Response, abort, request
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
    """Put the headers on every response of this app, and refuse what has no address."""
    app.before_request(_refuse_odd_hosts)
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


def _refuse_odd_hosts() -> None:
    # Werkzeug before 3.1.9 raises where an address is built from such a Host, outside of every error page.
    try:
        request.url  # noqa: B018
    except ValueError:
        abort(400)


def _keep_private(response: Response) -> Response:
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    # Flask sets the session cookie after this runs, so whatever is not a static file may carry one.
    if not (request.endpoint or "").endswith("static"):
        response.headers["Cache-Control"] = "no-store"
    return response
