"""Logout by POST without a token, with cookies that other sites may use: the app is shown in frames of a portal."""

from _planting import reference
from flask import Flask

from app import auth
from app.extensions import csrf

CATCHES = ("csrf-logout", "cookie-samesite-weak")


class Unguarded(auth.ConfirmForm):
    """The confirmation without the form's own token."""

    class Meta(auth.ConfirmForm.Meta):
        """Flask-WTF's switch for one form."""

        csrf = False


def create_app() -> Flask:
    """Plant it: neither the extension nor the form checks a token, and SameSite is None."""
    auth.ConfirmForm = Unguarded
    app = reference(SESSION_COOKIE_SAMESITE="None", REMEMBER_COOKIE_SAMESITE="None")
    csrf.exempt(app.view_functions["auth.logout"])
    return app
