"""Settings: the defaults, what the environment may set, and what the app refuses to start with."""

import os
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import click
from flask import Flask

from app.passwords import below_floor

DEFAULT_DATABASE = "sqlite:///app.db"  # relative: Flask-SQLAlchemy puts it into the instance folder

DEFAULTS: dict[str, Any] = {
    "SQLALCHEMY_DATABASE_URI": DEFAULT_DATABASE,
    "REGISTER_SIGNS_IN": True,  # False sends newcomers to the login page instead
    "PUBLIC_URL": None,  # where mailed links lead, such as https://www.example.com
    # Sessions. Both limits are kept in the database, so no copied cookie outlives them.
    "SESSION_IDLE_LIMIT": timedelta(minutes=30),
    "SESSION_ABSOLUTE_LIMIT": timedelta(hours=12),
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),  # NIST SP 800-63B rev 4, 2.1.3
    "RESET_LIFETIME": timedelta(minutes=30),
    # Cookies. Browsers take Secure cookies from http://127.0.0.1 and http://localhost too.
    "SESSION_COOKIE_NAME": "__Host-session",  # the prefix keeps sibling domains from planting one
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "REMEMBER_COOKIE_SECURE": True,
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "SESSION_PROTECTION": None,  # it reads X-Forwarded-For; our sessions end on the server instead
    # Throttling, in the notation of Flask-Limiter.
    "RATELIMIT_STORAGE_URI": "memory://",
    "THROTTLE_ACCOUNT": "10 per 15 minutes",  # failures in a row; success starts anew
    "THROTTLE_ADDRESS": "100 per hour",  # failures from one address
    "THROTTLE_REGISTER": "60 per hour",
    "THROTTLE_RESET": "60 per hour",
    "THROTTLE_RESET_ACCOUNT": "5 per hour",
    "TRUSTED_PROXIES": 0,  # how many proxies of our own stand in front
    "FORCE_HTTPS": False,
    # Passwords: the floor of OWASP and ASVS for argon2id.
    "ARGON2_MEMORY_KIB": 19456,
    "ARGON2_TIME_COST": 2,
    "MAIL_SERVER": None,  # without one, mail stays in app.extensions["outbox"]
    "MAIL_DEFAULT_SENDER": "no-reply@localhost",
    "MAX_CONTENT_LENGTH": 64 * 1024,
    "BOOTSTRAP_SERVE_LOCAL": True,
}


def flag(text: str) -> bool:
    """Read a yes or no from the environment."""
    return text.strip().lower() in {"1", "true", "yes", "on"}


ENVIRONMENT: dict[str, Callable[[str], Any]] = {
    "SECRET_KEY": str,
    "SQLALCHEMY_DATABASE_URI": str,
    "REGISTER_SIGNS_IN": flag,
    "PUBLIC_URL": str,
    "RATELIMIT_STORAGE_URI": str,
    "TRUSTED_PROXIES": int,
    "FORCE_HTTPS": flag,
    "MAIL_SERVER": str,
    "MAIL_PORT": int,
    "MAIL_USE_TLS": flag,
    "MAIL_USE_SSL": flag,
    "MAIL_USERNAME": str,
    "MAIL_PASSWORD": str,
    "MAIL_DEFAULT_SENDER": str,
}

WELL_KNOWN = (
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",  # Flask's own documentation
    "secret",
    "changeme",
    "change-me",
    "change_me",
    "password",
    "example",
    "default",
    "insecure",
    "guess",
)


class ConfigurationError(click.ClickException):
    """The app refuses to start, and says what to do about it; the `flask` command shows it without trace."""


def configure(app: Flask, config: Mapping[str, Any]) -> None:
    """Fill `app.config` and refuse what is unsafe to run with."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_mapping(
        {name: read(os.environ[name]) for name, read in ENVIRONMENT.items() if os.environ.get(name)}
    )
    app.config.from_mapping(config)
    app.config.setdefault("MAIL_SUPPRESS_SEND", not app.config["MAIL_SERVER"])
    _set_engine_options(app)
    _settle_secret_key(app)
    _settle_public_url(app)
    if not app.testing and below_floor(app.config["ARGON2_MEMORY_KIB"], app.config["ARGON2_TIME_COST"]):
        raise ConfigurationError(
            "ARGON2_MEMORY_KIB and ARGON2_TIME_COST are below the OWASP floor. Use 19456 and 2."
        )


def _set_engine_options(app: Flask) -> None:
    # An SQL error in the log must not print the hashes and addresses that were its parameters.
    options: dict[str, Any] = {"hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["connect_args"] = {"timeout": 30}  # wait for another writer instead of failing
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options | app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {})


def _settle_secret_key(app: Flask) -> None:
    key = app.config["SECRET_KEY"]
    if not key and app.debug:
        app.config["SECRET_KEY"] = secrets.token_hex(32)
    elif problem := secret_key_problem(key):
        raise ConfigurationError(
            f"SECRET_KEY {problem}. With it one signs in as anyone, so the app will not start. Make one:\n"
            "    export SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_hex(32))')\n"
            "and keep it out of the source. For development, `flask --app app run --debug` needs none."
        )


def secret_key_problem(key: str | bytes | None) -> str | None:
    """Say what is wrong with a key, or nothing."""
    if not key:
        return "is not set"
    text = key.decode("latin-1") if isinstance(key, bytes) else key
    if len(text) < 32:
        return "is shorter than 32 characters"
    if len(set(text)) < 8 or any(word in text.lower() for word in WELL_KNOWN):
        return "is easy to guess"
    return None


def _settle_public_url(app: Flask) -> None:
    if app.config["PUBLIC_URL"] is None:
        if app.config["MAIL_SERVER"]:
            raise ConfigurationError(
                "MAIL_SERVER is set, so set PUBLIC_URL too: mailed links are built from it."
            )
        app.config["PUBLIC_URL"] = "http://127.0.0.1:5000"
