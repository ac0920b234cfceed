"""Where the secret of a link is found, and what a page tells to others."""

import pytest

from authproof.probes.reset_leaks import foreign_parts, holds
from tests.unit.harness.support import answered


@pytest.mark.parametrize(
    ("text", "secrets", "found"),
    [
        ("see /reset/abcdefgh", ("abcdefgh",), True),
        ("see /reset/abcdefgh", ("abcdefgh", "12345678"), False),
        ("12", ("12",), False),
        ("anything", (), False),
    ],
)
def test_a_secret_is_found_whole_or_not_at_all(text, secrets, found):
    """A part in clear beside one that is hidden gives nothing away; two digits stand anywhere."""
    assert holds(text, secrets) is found


@pytest.mark.parametrize(
    ("html", "header", "policy"),
    [
        ('<img src="//other.example.com/p.gif">', "unsafe-url", "unsafe-url"),
        (
            '<meta name="referrer" content="no-referrer"><img src="//other.example.com/">',
            "unsafe-url",
            "no-referrer",
        ),
        ('<img src="//other.example.com/" referrerpolicy="Unsafe-URL">', "no-referrer", "unsafe-url"),
        ('<script src="https://other.example.com/x.js"></script>', "", ""),
    ],
)
def test_the_nearest_policy_counts(html, header, policy):
    """The element's own, else the page's, else the header's."""
    page = answered(("Content-Type", "text/html"), ("Referrer-Policy", header), body=html.encode())
    assert [found for _, found in foreign_parts(page)] == [policy]


def test_own_parts_are_told_nothing_new():
    """They know the address already."""
    page = answered(
        ("Content-Type", "text/html"), body=b'<img src="/p.gif"><link rel="canonical" href="//x.example">'
    )
    assert foreign_parts(page) == []
