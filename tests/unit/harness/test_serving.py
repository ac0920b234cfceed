"""The target on a socket answers as it does in process."""

import http.client

import pytest

from authproof.client import WsgiClient
from authproof.client.serving import Serving, Web, sendable
from authproof.exchange import Request, Response


def echo(environ, start_response):
    """An app that says what it got."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "7")])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["RAW_URI"].encode(), b" ", body]


@pytest.fixture
def serving():
    with Serving(WsgiClient(echo)) as serving:
        yield serving


def ask(serving, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    connection.request(method, path, body)
    answer = connection.getresponse()
    said = answer.getheaders(), answer.read()
    connection.close()
    return said


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "ODD"])
def test_every_method_comes_through(serving, method):
    """The app sees method, address and body as they were sent."""
    headers, body = ask(serving, method, "/a%2fb?c=%20", b"body")
    assert body == f"{method} /a%2fb?c=%20 body".encode()
    assert [value for name, value in headers if name == "Set-Cookie"] == ["a=1", "b=2"]


def test_a_head_request_gets_no_body(serving):
    """HEAD is answered by headers alone (RFC 9110, section 9.3.2)."""
    assert ask(serving, "HEAD", "/")[1] == b""


def test_every_exchange_is_kept(serving):
    """What a browser asked for is evidence."""
    ask(serving, "GET", "/page")
    assert [one.request.path for one in serving.exchanges] == ["/page"]


def test_a_header_that_would_split_the_answer_stays_here():
    """An app's odd headers do not reach the wire, nor do those that the connection makes itself."""
    odd = (("A", "b\r\nC: d"), ("Connection", "close"), ("E", "f"))
    assert sendable(odd) == (("E", "f"),)


def test_a_page_may_be_planted_in_the_place_of_the_sites_own():
    """It is answered as planted, and no exchange of the site's."""
    with Web(WsgiClient(echo), "http://localhost") as web:
        web.pages["http://localhost/a?b=1"] = Response(200, (), b"planted")
        planted, own = (
            web.answer(Request("GET", f"http://localhost/a?b={one}"), "127.0.0.1") for one in (1, 2)
        )
    assert planted.response.body == b"planted"
    assert own.response.body.startswith(b"GET")
    assert (web.exchanges, web.elsewhere) == ([own], [])
