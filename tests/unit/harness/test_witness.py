"""Which pages tell who is in: compared as somebody who is in gets them and as a stranger does."""

import pytest

from authproof.site import Account
from authproof.site.witness import compare
from tests.unit.harness.support import BASE, page

ALICE = Account("alice", "alice@example.com", "violet harbour lamp 42")
LOGIN = "<form method=post action=/login><input name=who><input type=password name=pw></form>"
RESET = "<form method=post action=/reset><input name=mail></form>"


@pytest.mark.parametrize(
    ("inside", "outside", "tells"),
    [
        ("<p>Your boats</p>", LOGIN, True),  # the login in place of the page
        (RESET, LOGIN + RESET, False),  # the login in the header of a page for all
        ("<p>Hello, alice</p>", "<p>Hello</p>", True),
        ("<p>Hello</p>", "<p>Hello</p>", False),
        ("<meta http-equiv=refresh content='0;url=/home'>", LOGIN, False),  # sends on whoever is in
        ("<meta http-equiv=refresh content='900;url=/out'><p>Hello, alice</p>", LOGIN, True),
    ],
)
def test_a_page_tells_who_is_in_by_what_it_keeps_from_strangers(inside, outside, tells):
    """A form that both get is open to both, and a page that leads on at once is none."""
    url = f"{BASE}/page"
    assert (compare("/page", page(inside, url), page(outside, url), ALICE) is not None) is tells
