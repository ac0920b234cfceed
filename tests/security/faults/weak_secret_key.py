"""The key is the one with which everybody begins, and the app starts with it."""

from _planting import reference
from flask import Flask

from app import config

CATCHES = ("weak-secret-key",)


def create_app() -> Flask:
    """Plant it: any key is good enough, and this one is a word."""
    config.secret_key_problem = lambda key: None
    return reference(SECRET_KEY="dev")
