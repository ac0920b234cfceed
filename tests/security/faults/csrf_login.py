"""Forms without tokens: CSRF protection is switched off altogether."""

from _planting import reference
from flask import Flask

CATCHES = ("csrf-login", "csrf-state-change", "debug-mode-enabled")


def create_app() -> Flask:
    """Plant it with Flask-WTF's own setting."""
    return reference(WTF_CSRF_ENABLED=False)
