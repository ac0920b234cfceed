"""What variations share: the reference app, its templates rewritten, its views wrapped, and a browser to show it."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse

from app import create_app

PASSWORD = "violet harbour lamps 42 nights"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
# For whoever shows a variation: settings that win over its own.
OVERRIDES: dict[str, Any] = {}


def reference(**config: Any) -> Flask:
    """The reference app as it ships, with a fresh key; `config` overrides its settings."""
    return create_app({"SECRET_KEY": secrets.token_hex(32), **config, **OVERRIDES})


def rewrite(app: Flask, template: str, *changes: tuple[str, str]) -> None:
    """Replace pieces of a template's source; each piece has to be there."""
    loader = app.jinja_env.loader
    source = loader.get_source(app.jinja_env, template)[0]
    for old, new in changes:
        assert old in source, f"{template} has no {old}"
        source = source.replace(old, new)
    app.jinja_env.loader = ChoiceLoader([DictLoader({template: source}), loader])


def wrap(app: Flask, endpoint: str, change: Callable[[Any], Any]) -> None:
    """Let `change` turn a view's answer into another one."""
    view = app.view_functions[endpoint]
    app.view_functions[endpoint] = lambda **values: change(view(**values))


class Person:
    """Somebody with a browser, by which the test sees that the variation is there and serves people."""

    def __init__(self, app: Flask, start: str = "") -> None:
        self.app, self.start = app, start
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(self.start + path, **options)

    def send(self, path: str, /, _page: str | None = None, **fields: str) -> TestResponse:
        """Post a form with the token of its page."""
        found = TOKEN.search(self.get(_page or path, follow_redirects=True).text)
        return self.client.post(self.start + path, data={"csrf_token": found[1] if found else "", **fields})

    def register(self, **fields: str) -> TestResponse:
        usual = {"username": "alice", "email": "alice@example.com", "password": PASSWORD}
        return self.send("/register", **{**usual, "password2": PASSWORD, **fields})

    def log_in(self, **fields: str) -> TestResponse:
        return self.send("/login", **{"username": "alice", "password": PASSWORD, **fields})

    def newcomer(self, **fields: str) -> "Person":
        """Alice is registered; this is somebody with a fresh browser."""
        Person(self.app, self.start).register(**fields)
        return Person(self.app, self.start)

    @property
    def is_in(self) -> bool:
        return "Hello, <bdi>alice" in self.get("/dashboard").text
