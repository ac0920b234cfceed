"""The Flask extensions that hold no state of an app; those that do are made in `create_app`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import flask_login
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_mail import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

MIGRATIONS = str(Path(__file__).parent / "migrations")

View = TypeVar("View", bound=Callable[..., Any])


class Base(DeclarativeBase):
    """The base of all models; named constraints are what later migrations can change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class CalmCSRFProtect(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """CSRF protection that answers a malformed Referer with 400 instead of a crash."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check the request's token; over https also its Referer."""
        try:
            super().protect(apply_exemptions)
        except ValueError:  # urlparse on 'https://[' and its like
            self._refuse()

    def _refuse(self) -> NoReturn:
        self._error_response("The referrer is malformed.")
        raise AssertionError("unreachable")


class CalmLoginManager(LoginManager):  # type: ignore[misc]  # Flask-Login has no types
    """Flask-Login that takes a malformed remember cookie for none instead of a crash."""

    def _load_user_from_remember_cookie(self, cookie: str) -> object:
        # It compares signatures with hmac.compare_digest, which raises on what is not ASCII.
        return super()._load_user_from_remember_cookie(cookie) if cookie.isascii() else None


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CalmCSRFProtect()
bootstrap = Bootstrap5()
mail = Mail()
login_manager = CalmLoginManager()
login_manager.login_view = "auth.login"
login_manager.login_message = "Please log in to see this page."
login_manager.login_message_category = "info"


def login_required(view: View) -> View:
    """Flask-Login's decorator, with a type."""
    return cast("View", flask_login.login_required(view))
