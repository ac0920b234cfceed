"""Addresses that lead to another host, in redirects and pages."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.hosts import Claim, linked_to, redirected_to


def answer(body="", location="", kind="text/html"):
    """What the site answers."""
    headers = (("Content-Type", kind), *([("Location", location)] if location else []))
    return Exchange(
        Request("GET", "http://localhost/login"), Response(302 if location else 200, headers, body.encode())
    )


@pytest.mark.parametrize(
    "body",
    [
        "<a href='http://evil.test/reset?a=1&amp;b=2'>",
        '<form action="//evil.test/login">',
        "<link rel=canonical href=https://evil.test:8443/>",
    ],
)
def test_an_absolute_address_is_seen(body):
    """In quotes or without, with a scheme or without."""
    assert linked_to(answer(body), "evil.test")


@pytest.mark.parametrize(
    "body",
    ["<p>evil.test</p>", '<a href="/login?next=http://evil.test/">', '<a href="//evil.test.example/">'],
)
def test_a_mention_is_no_address(body):
    """In a text, in a parameter, as a part of another name."""
    assert linked_to(answer(body), "evil.test") is None


def test_json_is_searched_as_text():
    """An interface hands out addresses, too."""
    assert linked_to(answer('{"next": "http://evil.test/api"}', kind="application/json"), "evil.test")


@pytest.mark.parametrize(("location", "leads"), [("http://evil.test/", True), ("/evil.test", False)])
def test_a_redirect_is_judged_by_where_it_leads(location, leads):
    """Not by what it says."""
    assert redirected_to(answer(location=location), "evil.test") is leads


def test_the_standard_header_names_its_parts():
    """RFC 7239 has `host=`, the others have the bare name."""
    changed = Claim(("Forwarded", "X-Host")).change(Request("GET", "http://localhost/"))
    assert (changed.header("Forwarded"), changed.header("X-Host")) == ("host=evil.test", "evil.test")
