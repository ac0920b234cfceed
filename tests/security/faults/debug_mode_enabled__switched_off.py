"""The settings of the test suite ship: no CSRF tokens, a hash that is made for speed."""

from _planting import reference
from flask import Flask

CATCHES = ("csrf-login", "csrf-state-change", "debug-mode-enabled", "password-hash-work-factor")


def create_app() -> Flask:
    """Plant it: what a test's configuration says."""
    return reference(TESTING=True, WTF_CSRF_ENABLED=False, ARGON2_MEMORY_KIB=64, ARGON2_TIME_COST=1)
