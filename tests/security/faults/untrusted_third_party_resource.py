"""A script of somebody else's on every page, the login among them, and no hash that pins it."""

from _planting import reference
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app import security

CATCHES = ("untrusted-third-party-resource",)
TAG = '<script src="https://cdn.example.net/analytics.js" defer></script></head>'


def create_app() -> Flask:
    """Plant it: one line in the layout, and its host in the policy so that browsers load it."""
    security.CONTENT_SECURITY_POLICY["script-src"] = "'self' https://cdn.example.net"
    app = reference()
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, "layout.html")
    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({"layout.html": source.replace("</head>", TAG)}), app.jinja_env.loader]
    )
    return app
