"""The guard of the best known tutorial: no network location, so it must be ours. `////evil` has none."""

from urllib.parse import urlsplit

from _planting import reference
from flask import Flask

from app import auth

CATCHES = ("malformed-input-crash", "open-redirect")


def no_netloc(target: str | None) -> str | None:
    """Let through what `urlsplit` finds no host in."""
    return target if target and urlsplit(target).netloc == "" else None


def create_app() -> Flask:
    """Plant it: every redirect of the app asks this guard."""
    auth.safe_next = no_netloc
    return reference()
