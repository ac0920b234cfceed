"""ASGI apps in process: recognised by their call, started as servers start them, called through a2wsgi."""

import os

import pytest

from authproof.client import WsgiClient
from authproof.errors import TargetError
from authproof.exchange import Request
from authproof.target import asgi
from tests.unit.harness.support import APPS, BASE, discovered


class Instance:
    """An app as FastAPI and Starlette make it."""

    async def __call__(self, scope, receive, send):
        """Say what was asked for."""
        if scope["type"] == "lifespan":
            raise AssertionError("not interested")
        said = f"{os.getpid()} {scope['path']} {scope['query_string'].decode()}"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": said.encode()})


class Broken(Instance):
    """An app that does not start."""

    async def __call__(self, scope, receive, send):
        """Say so."""
        await send({"type": "lifespan.startup.failed", "message": "no database"})


def said(path: str) -> str:
    """What the instance answers."""
    return WsgiClient(asgi.as_wsgi(Instance())).send(Request("GET", f"{BASE}{path}")).response.text


@pytest.mark.parametrize("value", [Instance(), Instance().__call__, lambda scope, receive, send: None])
def test_an_asgi_app_is_known_by_its_call(value):
    """An instance, a coroutine function, or a function with the three names."""
    assert asgi.is_asgi_app(value)


@pytest.mark.parametrize("value", [Instance, lambda environ, start: [], lambda a, b, c: None, 42, dict])
def test_what_is_called_in_another_way_is_no_asgi_app(value):
    """Neither a class, nor a WSGI app, nor any function of three."""
    assert not asgi.is_asgi_app(value)


def test_an_asgi_login_is_discovered():
    """The server's start is told to it, in the process that looks and in each that is forked from it."""
    site = discovered(APPS / "asgi_account.py").site
    assert (site.login.form.path, site.register.form.path, site.logout.path) == ("/login", "/join", "/logout")


def test_an_app_that_has_no_interest_in_the_start_is_called_all_the_same():
    """ASGI: an exception at the start of the lifespan protocol means that it is not spoken."""
    assert said("/page?a=b").endswith("/page a=b")


def test_octets_that_are_no_utf_8_reach_the_app_as_from_a_server():
    """That the adapter could not decode them would be told as a crash of the app."""
    assert said("/a%FFb?c=\xff").endswith("/a\N{REPLACEMENT CHARACTER}b c=%C3%BF")


def test_an_app_that_does_not_start_says_why():
    """The words are its own."""
    answer = WsgiClient(asgi.as_wsgi(Broken())).send(Request("GET", BASE))
    assert "no database" in answer.crash


def test_without_the_extra_the_error_names_it(monkeypatch):
    """An ASGI app needs one more package."""
    monkeypatch.setattr(asgi, "find_spec", lambda _name: None)
    with pytest.raises(TargetError, match="ASGI"):
        asgi.as_wsgi(Instance())
