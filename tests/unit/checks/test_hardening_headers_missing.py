"""Headers as browsers read them."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.headers import knows_charset, no_sniffing, oddities, opener_links, referrer_policy


def page(*headers, body=b""):
    """A page with these headers."""
    return Exchange(Request("GET", "https://app.test/"), Response(200, headers, body))


@pytest.mark.parametrize(
    ("value", "holds"), [("nosniff", True), ("NoSniff, x", True), ("x, nosniff", False), ("", False)]
)
def test_the_first_value_decides_about_sniffing(value, holds):
    """The Fetch standard says so."""
    assert no_sniffing(page(("X-Content-Type-Options", value)).response) is holds


@pytest.mark.parametrize(
    ("value", "body", "policy"),
    [
        ("no-referrer, strict-origin", b"", "strict-origin"),
        ("unsafe-url, future-policy", b"", "unsafe-url"),
        ("same-origin", b'<meta name=referrer content="unsafe-url">', "unsafe-url"),
        ("nonsense", b"", ""),
    ],
)
def test_the_last_known_referrer_policy_is_in_force(value, body, policy):
    """What a browser does not know it leaves out; the page may have the last word."""
    assert referrer_policy(page(("Referrer-Policy", value), body=body)) == policy


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Referer-Policy", "Referrer-Policy"),
        ("X-Content-Type-Option", "X-Content-Type-Options"),
        ("Content-Security-Polcy", "Content-Security-Policy"),
    ],
)
def test_a_misspelt_header_is_told(name, meant):
    """It looks like protection and is none."""
    assert list(oddities(page((name, "x")).response)) == [f"{name} is no header, {meant} was meant"]


def test_headers_that_are_right_are_not_odd():
    """Two policies add up, and equal values do not contradict each other."""
    headers = [
        ("Content-Security-Policy", "a"),
        ("Content-Security-Policy", "b"),
        ("Content-Type", "text/html"),
    ]
    assert not list(
        oddities(page(*headers, ("X-Frame-Options", "DENY"), ("X-Frame-Options", "DENY")).response)
    )


def test_contradictions_and_empty_headers_are_odd():
    """A browser may follow the one or the other."""
    headers = [("X-Frame-Options", "DENY"), ("X-Frame-Options", "SAMEORIGIN"), ("Referrer-Policy", " ")]
    assert len(list(oddities(page(*headers).response))) == 2


def test_a_page_may_say_its_encoding_itself():
    """In a header or in the first lines."""
    assert knows_charset(page(body=b"<meta charset=utf-8>").response)
    assert not knows_charset(page(("Content-Type", "text/html")).response)


def test_only_an_opener_on_purpose_is_told():
    """Browsers keep the window from the new one by themselves."""
    assert opener_links(page(body=b'<a target=_blank rel="opener" href=x>'))
    assert not opener_links(page(body=b'<a target=_blank rel="noopener" href=x>'))
