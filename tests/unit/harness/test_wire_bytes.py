"""A request goes over the wire byte for byte as it was given, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.client.http import wire_bytes
from authproof.exchange import Request
from authproof.findings import Inconclusive

BASE = "http://app.test"


def line_of(url):
    return wire_bytes(Request("GET", url)).partition(b"\r\n")[0]


@pytest.mark.parametrize("target", ["//x/../y", "/a%2Fb%00", "/\\evil", "/?a=1&a=%20", "/;x", "/'\"<>|{}^`"])
def test_no_path_is_normalised(target):
    """Double slashes, dots, backslashes and escapes reach the server, which is what attackers count on."""
    assert line_of(BASE + target) == f"GET {target} HTTP/1.1".encode()


@given(st.text())
def test_no_address_breaks_the_request_line(text):
    """Whatever stands in a URL, the line has three parts and the head one end."""
    message = wire_bytes(Request("GET", f"{BASE}/{text}"))
    assert len(message.split(b"\r\n")[0].split(b" ")) == 3
    assert message.count(b"\n") == 3


@pytest.mark.parametrize(
    ("url", "target"), [("", "/"), ("?a", "/?a"), ("/#b", "/"), ("/a b\té", "/a%20b%09é")]
)
def test_an_address_without_a_path_asks_for_the_root(url, target):
    """A request line cannot do without a path, nor with white space in it; text beyond ASCII is UTF-8."""
    assert line_of(BASE + url) == f"GET {target} HTTP/1.1".encode()


def test_headers_and_cookies_go_out_as_given():
    """Spelling, order, repeats and odd values stay; the host is the URL's."""
    given = (("x-ODD", "é "), ("Cookie", "a=1; a=\x01"), ("x-ODD", ""))
    sent = wire_bytes(Request("GET", "http://user@app.test:81/", given))
    assert sent == (
        b"GET / HTTP/1.1\r\nHost: app.test:81\r\nx-ODD: \xe9 \r\nCookie: a=1; a=\x01\r\nx-ODD: \r\n\r\n"
    )


def test_a_body_comes_with_its_length():
    """As in process: a POST says how long it is, a GET without a body says nothing, and a given Host may lie."""
    sent = wire_bytes(Request("POST", f"{BASE}/", (("Host", "evil.test"),), b"a=1"))
    assert sent == b"POST / HTTP/1.1\r\nContent-Length: 3\r\nHost: evil.test\r\n\r\na=1"
    assert b"Length" not in wire_bytes(Request("GET", BASE))


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", BASE, (("A", "b\r\nC: d"),)),
        Request("GET", BASE, (("A: b", "c"),)),
        Request("GET /", BASE),
        Request("GET", "https://app.test/"),
    ],
)
def test_what_the_wire_cannot_carry_is_never_sent_as_something_else(request_):
    """A line break in a header is not tried, and nobody is told that it was."""
    with pytest.raises(Inconclusive):
        wire_bytes(request_)
