"""One slash and not two: a browser drops the tab between them."""

from _planting import reference
from flask import Flask

from app import auth

CATCHES = ("open-redirect",)


def one_slash(target: str | None) -> str | None:
    """Let through what begins with one slash."""
    return target if target and target.startswith("/") and not target.startswith("//") else None


def create_app() -> Flask:
    """Plant it: every redirect of the app asks this guard."""
    auth.safe_next = one_slash
    return reference()
