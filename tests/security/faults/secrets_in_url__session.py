"""For clients without cookies the session may stand in the address."""

from _planting import reference
from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

CATCHES = ("secrets-in-url",)


class AnywhereSession(SecureCookieSessionInterface):
    """Flask's signed session, taken from the query where there is no cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the session."""
        carried = request.args.get("session")
        if carried is None or self.get_cookie_name(app) in request.cookies:
            return super().open_session(app, request)
        try:
            return SecureCookieSession(self.get_signing_serializer(app).loads(carried))
        except BadSignature:
            return SecureCookieSession()


def create_app() -> Flask:
    """Plant it: links that carry a session work."""
    app = reference()
    app.session_interface = AnywhereSession()
    return app
