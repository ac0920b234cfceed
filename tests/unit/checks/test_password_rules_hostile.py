"""Each password that is tried differs in one thing from one that is accepted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.variants import ENOUGH, variants
from authproof.site import AccountMaker

LETTERS = AccountMaker("variants").letters


@pytest.mark.parametrize("length", [8, 12, 20, 64])
def test_only_the_long_one_has_another_length(length):
    """And it has as many characters as a site must take."""
    known = AccountMaker("known").password(length)
    long, *others = [one.made_from(known) for one in variants(length, LETTERS)]
    assert len(long) == ENOUGH
    assert {len(one) for one in others} == {length}


@given(st.integers(10, 40))
def test_both_ends_stay_as_the_rules_of_a_site_ask(length):
    """All but the one of lower-case letters keep the beginning, and those with something inside the end."""
    known = AccountMaker("known").password(length)
    made = [one.made_from(known) for one in variants(length, LETTERS)]
    assert all(one.startswith(known[:3]) for place, one in enumerate(made) if place != 1)
    assert all(one.endswith(known[-1]) for one in made[2:])
    assert made[1].isalpha()
    assert made[1].islower()
