"""A team that promises three devices at a time, and an app that does not count them."""

from _planting import reference
from flask import Flask

CATCHES = ("concurrent-sessions-unlimited",)
POLICY = {"session_limit": 3}


def create_app() -> Flask:
    """Plant it: the reference app, which has no such limit, under a policy that names one."""
    return reference()
