"""Spellings of one name, and what is changed about a request."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Request
from authproof.probes.altered import with_cookies, with_headers, with_more_query
from authproof.probes.dodges import cased, padded, widened

numbers = st.integers(0, 120)


@pytest.mark.parametrize("spell", [cased, padded, widened])
@given(first=numbers, second=numbers)
def test_no_two_numbers_give_one_spelling(spell, first, second):
    """So many guesses, so many names."""
    assert (spell("annabella", first) == spell("annabella", second)) == (first == second)


@pytest.mark.parametrize("spell", [cased, padded, widened])
@given(number=numbers)
def test_all_spellings_are_one_name(spell, number):
    """To an app that trims and folds as NFKC does."""
    assert normalize("NFKC", spell("annabella", number)).casefold().strip() == "annabella"


def test_the_domain_of_an_address_stays_as_it_is():
    """Wide letters there would be another host."""
    assert widened("anna@example.com", 14).endswith("@example.com")


def test_headers_are_replaced_and_cookies_added():
    """What the browser sends of its own stays, but for the header that is claimed."""
    request = Request("GET", "http://localhost/a?b=c", (("Host", "localhost"), ("Cookie", "a=b")))
    changed = with_more_query("d=e")(with_cookies([("c", "d")])(with_headers(("host", "evil.test"))(request)))
    assert changed == Request(
        "GET", "http://localhost/a?b=c&d=e", (("host", "evil.test"), ("Cookie", "a=b; c=d"))
    )
