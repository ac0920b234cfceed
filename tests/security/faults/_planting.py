"""What fault files share: the reference app, built anew in a process in which anything may be replaced."""

import secrets
from typing import Any

from flask import Flask

from app import create_app


def reference(**config: Any) -> Flask:
    """The reference app as it ships, with a fresh key; `config` overrides its settings."""
    return create_app({"SECRET_KEY": secrets.token_hex(32), **config})
