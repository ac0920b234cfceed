"""LOGIN_DISABLED, meant for tests, went into production: every guard lets everybody pass."""

from _planting import reference
from flask import Flask

CATCHES = ("debug-mode-enabled", "forced-browsing", "malformed-input-crash")


def create_app() -> Flask:
    """Plant it: the setting."""
    return reference(LOGIN_DISABLED=True)
