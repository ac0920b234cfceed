"""A draft kept in the session is still there after a login, whoever wrote it."""

from _drafts import add_drafts, keep_session_at_login
from _planting import reference
from flask import Flask

CATCHES = ("session-puzzling",)


def create_app() -> Flask:
    """Plant it: the login no longer begins with an empty session."""
    keep_session_at_login()
    return add_drafts(reference())
