"""What caches may do with a response (RFC 9111)."""

import pytest

from authproof.exchange import Response
from authproof.probes.caching import is_shared, is_stored


def answer(control=None, **headers):
    """A response with that Cache-Control."""
    pairs = [("Cache-Control", control)] if control else []
    return Response(200, (*pairs, *headers.items()))


@pytest.mark.parametrize(
    "control", ["no-store", "No-Store", "private, no-store, max-age=600", 'private="x", no-store']
)
def test_no_store_keeps_a_page_out_of_every_cache(control):
    """Whatever stands beside it."""
    assert not is_stored(answer(control))
    assert not is_shared(answer(control))


@pytest.mark.parametrize("control", [None, "no-cache", "private", "max-age=0", "no-storex"])
def test_anything_less_lets_a_browser_write_it_down(control):
    """But no cache for everybody."""
    assert is_stored(answer(control))
    assert not is_shared(answer(control))


@pytest.mark.parametrize(
    "control", ["public", "max-age=60", 's-maxage="60"', "public, max-age=31536000", "max-age=" + "9" * 400]
)
def test_an_invitation_to_shared_caches_is_one(control):
    """By name or by a time for which the answer is fresh."""
    assert is_shared(answer(control))


@pytest.mark.parametrize(
    ("expires", "shared"),
    [("Fri, 01 Jan 2100 00:00:00 GMT", True), ("0", False), ("Thu, 01 Jan 1970 00:00:00 GMT", False)],
)
def test_a_date_in_the_future_invites_as_well(expires, shared):
    """An app of the last century says it so."""
    assert is_shared(answer(Expires=expires)) is shared
