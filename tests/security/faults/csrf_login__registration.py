"""The login is protected; the registration, which signs in as well, was exempted."""

from _planting import reference
from flask import Flask

from app import auth
from app.extensions import csrf

CATCHES = ("csrf-login",)


class Unguarded(auth.RegistrationForm):
    """The registration without the form's own token."""

    class Meta(auth.RegistrationForm.Meta):
        """Flask-WTF's switch for one form."""

        csrf = False


def create_app() -> Flask:
    """Plant it: neither the extension nor the form checks a token there."""
    auth.RegistrationForm = Unguarded
    app = reference()
    csrf.exempt(app.view_functions["auth.register"])
    return app
