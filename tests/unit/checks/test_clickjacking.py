"""Who may frame a page, by its headers: CATALOGUE F15 and the HTML standard, 7.4.2.4."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.csp import Framing, framing


def page(*headers):
    """A page with these headers."""
    return Exchange(Request("GET", "https://app.test/login"), Response(200, headers, b"<p>"))


def policy(text):
    """A Content-Security-Policy header."""
    return ("Content-Security-Policy", text)


def options(text):
    """An X-Frame-Options header."""
    return ("X-Frame-Options", text)


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (options("ALLOW-FROM https://a.test"),),
        (options("DENYING"),),
        (options("DENY"), policy("frame-ancestors *")),
        (options("DENY"), policy("frame-ancestors https:")),
        (policy("frame-ancestors 'self' http://*:8080"),),
        (policy("frame-ancestors *; frame-ancestors 'none'"),),
        (("Content-Security-Policy-Report-Only", "frame-ancestors 'none'"),),
    ],
)
def test_a_page_can_be_framed_where_no_header_in_force_forbids_it(headers):
    """What browsers ignore or override protects nobody."""
    assert framing(page(*headers)) is Framing.NOBODY


@pytest.mark.parametrize(
    "headers",
    [
        (options("deny"),),
        (options(" SameOrigin "),),
        (options("DENY"), options("SAMEORIGIN")),
        (options("DENY, x"),),
    ],
)
def test_frame_options_protect_where_no_policy_speaks_of_frames(headers):
    """Two values that contradict each other block as well."""
    assert framing(page(*headers, policy("default-src 'self'"))) is Framing.FRAME_OPTIONS


@pytest.mark.parametrize(
    "text",
    [
        "frame-ancestors 'none'",
        "FRAME-ANCESTORS https://partner.test",
        "default-src *, frame-ancestors 'self'",
        "frame-ancestors",
    ],
)
def test_a_policy_that_names_its_ancestors_protects(text):
    """Whom the authors name is their decision; nobody named means nobody."""
    assert framing(page(policy(text))) is Framing.POLICY


def test_of_two_policies_the_stricter_one_decides():
    """All policies hold at once."""
    assert framing(page(policy("frame-ancestors *"), policy("frame-ancestors 'none'"))) is Framing.POLICY
