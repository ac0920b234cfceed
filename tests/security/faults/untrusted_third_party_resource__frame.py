"""A chat window of somebody else's in a frame on the dashboard."""

from _planting import reference
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app import security

CATCHES = ("untrusted-third-party-resource",)
TAG = '{% block content %}<iframe src="//chat.example.net/window" title="Chat"></iframe>'


def create_app() -> Flask:
    """Plant it: one line in the dashboard, and its host in the policy so that browsers load it."""
    security.CONTENT_SECURITY_POLICY["frame-src"] = "https://chat.example.net"
    app = reference()
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, "dashboard.html")
    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({"dashboard.html": source.replace("{% block content %}", TAG)}), app.jinja_env.loader]
    )
    return app
