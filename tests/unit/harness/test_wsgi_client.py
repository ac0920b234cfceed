"""The in-process client sends what it was given, and gets an exchange whatever the app does."""

import io
import sys
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.client import WsgiClient, wsgi
from authproof.client.wsgi import wsgi_environ
from authproof.exchange import CodeLocation, Request


def environ_of(url, **options):
    return wsgi_environ(Request(options.pop("method", "GET"), url, **options), "192.0.2.1")


def send(app, url="http://localhost/", **options):
    return WsgiClient(app).send(Request(options.pop("method", "GET"), url, **options))


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [b"hello ", environ["REMOTE_ADDR"].encode()]


@given(st.binary())
def test_the_bytes_of_a_path_arrive_as_they_were(raw):
    """Percent-decoded once and nothing else: the app sees each byte in latin-1 (PEP 3333)."""
    environ = environ_of(f"http://localhost/{quote_from_bytes(raw, safe='')}")
    assert environ["PATH_INFO"].encode("latin-1") == b"/" + raw


@given(
    st.lists(st.sampled_from(["/", "\\", "\t", "\n", ".", "..", "%2f", "%00", ";", "x", "@", ":", "é"])).map(
        "".join
    )
)
def test_no_path_is_normalised(tail):
    """Double slashes, dots, tabs and backslashes reach the app, which is what attackers count on."""
    environ = environ_of(f"http://localhost/{tail}")
    assert (environ["REQUEST_URI"], environ["HTTP_HOST"]) == (f"/{tail}", "localhost")


@given(st.text(st.characters(codec="utf-8", exclude_characters="#"), max_size=30))
def test_a_query_arrives_as_its_bytes(query):
    """A query is not decoded; what is beyond ASCII comes as UTF-8 in latin-1."""
    assert environ_of(f"http://localhost/?{query}")["QUERY_STRING"].encode("latin-1").decode() == query


def test_host_port_and_scheme_are_those_of_the_url():
    """An app sees the address under which it was asked."""
    environ = environ_of("https://app.test/x")
    assert (environ["wsgi.url_scheme"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "https",
        "app.test",
        "443",
    )
    assert environ_of("http://localhost:81")["HTTP_HOST"] == "localhost:81"


def test_a_header_can_be_anything_the_wire_could_carry():
    """Given headers become HTTP_ variables, also a Host that lies."""
    environ = environ_of("http://localhost/", headers=(("Host", "evil.test"), ("X-Forwarded-For", "8.8.8.8")))
    assert (environ["HTTP_HOST"], environ["HTTP_X_FORWARDED_FOR"]) == ("evil.test", "8.8.8.8")


def test_a_body_comes_with_its_length():
    """A POST says how long it is, a GET without a body says nothing."""
    environ = environ_of("http://localhost/", method="POST", body=b"a=1")
    assert (environ["CONTENT_LENGTH"], environ["wsgi.input"].read()) == ("3", b"a=1")
    assert environ_of("http://localhost/")["CONTENT_LENGTH"] == ""


def test_a_mounted_app_sees_its_prefix_apart():
    """SCRIPT_NAME holds the prefix, PATH_INFO what follows it."""
    environ = wsgi_environ(Request("GET", "http://localhost/site/login"), "127.0.0.1", "/site")
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/site", "/login")


def test_a_response_keeps_repeated_headers_and_the_whole_body():
    """Chunks are joined, both cookies are there."""
    exchange = WsgiClient(hello).send(Request("GET", "http://localhost/"), "192.0.2.7")
    assert (exchange.response.status, exchange.response.body) == (200, b"hello 192.0.2.7")
    assert exchange.response.all("Set-Cookie") == ("a=1", "b=2")


def raises_at_once(environ, start_response):
    raise ZeroDivisionError("at once")


def raises_late(environ, start_response):
    start_response("200 OK", [])
    yield b"half"
    raise ValueError("late")


def raises_on_start(environ, start_response):
    start_response("200 OK", [])
    start_response("500 Oops", [])
    return []


def leaves(environ, start_response):
    sys.exit(3)


def returns_nothing(environ, start_response):
    return None


@pytest.mark.parametrize(
    ("app", "words"),
    [
        (raises_at_once, "ZeroDivisionError: at once"),
        (raises_late, "ValueError: late"),
        (raises_on_start, "called twice"),
        (leaves, "SystemExit: 3"),
        (returns_nothing, "TypeError"),
        (lambda environ, start_response: [], "never called start_response"),
    ],
)
def test_a_crash_of_the_app_is_an_answer(app, words):
    """Whatever leaves the app becomes an exchange with status 500 and the last lines of its trace."""
    exchange = send(app)
    assert (exchange.response.status, exchange.failed) == (500, True)
    assert words in exchange.crash


@pytest.mark.parametrize(("line", "status"), [("404", 404), ("abc", 500), ("", 500), ("200 OK", 200)])
def test_a_malformed_status_reads_as_500(line, status):
    """A status line without a number is the app's failure."""

    def app(environ, start_response):
        start_response(line, [])
        return []

    assert send(app).response.status == status


def test_an_answer_is_closed():
    """An iterable's close is called, so that the app can let go of what it holds (PEP 3333)."""
    answer = io.BytesIO(b"text")

    def app(environ, start_response):
        start_response("200 OK", [])
        return answer

    assert (send(app).response.body, answer.closed) == (b"text", True)


@pytest.mark.parametrize(("piece", "read"), [(b"x" * 300, 1000), (b"", 0)])
def test_an_endless_stream_is_cut(monkeypatch, piece, read):
    """A body without an end does not eat the machine; nor does one that never says anything."""
    monkeypatch.setattr(wsgi, "BODY_LIMIT", 1000)

    def app(environ, start_response):
        start_response("200 OK", [])
        while True:
            yield piece

    assert len(send(app).response.body) == read


def test_an_error_may_replace_headers_that_were_not_sent():
    """start_response with exc_info wins over the first call."""

    def app(environ, start_response):
        start_response("200 OK", [("A", "1")])
        start_response("503 Busy", [("B", "2")], (ValueError, ValueError(), None))
        return []

    response = send(app).response
    assert (response.status, response.headers) == (503, (("B", "2"),))


def test_the_client_counts_and_names_the_view():
    """Requests are counted, the app's own time adds up, and the view that answers is asked for."""
    here = CodeLocation("app.py", 7)
    client = WsgiClient(hello, lambda environ: here)
    assert client.send(Request("GET", "http://localhost/")).view is here
    assert client.sent == 1
    assert client.app_seconds > 0
