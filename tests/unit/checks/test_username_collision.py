"""Names that people take for one have one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.findings import Severity
from authproof.probes.namesakes import Rival, canonical, rows_named, spellings
from authproof.site import Account
from authproof.target.cells import Cell

ANNA = Account("annabella", "annabella@example.com", "x")
ANSWER = Exchange(Request("POST", "http://localhost/join"), Response(200))


def rival(**seen):
    """Somebody of whose registration this was seen."""
    plain = dict.fromkeys(("same", "has_row", "got_in", "sees_owner", "owner_out"), False)
    return Rival(**{"label": "x", "alike": True, "answer": ANSWER, "proof": ANSWER, **plain, **seen})


@given(st.text())
def test_a_canonical_form_is_its_own(name):
    """Nothing is left to fold."""
    assert canonical(canonical(name)) == canonical(name)


@pytest.mark.parametrize("kind", ["username", "email"])
def test_every_spelling_but_two_words_is_alike(kind):
    """And each is written in another way, the first one excepted."""
    ways = dict(spellings(ANNA, kind))
    other = [label for label, spelt in ways.items() if canonical(spelt) != ANNA.identity(kind)]
    assert other == (["a space inside"] if kind == "username" else [])
    assert len(set(ways.values())) == len(ways)


@pytest.mark.parametrize("seen", [{"owner_out": True}, {"sees_owner": True}, {"same": True, "got_in": True}])
def test_a_takeover_is_critical(seen):
    """The old account is reached or lost."""
    assert rival(**seen).severity is Severity.CRITICAL


@pytest.mark.parametrize("seen", [{"has_row": True}, {"got_in": True}])
def test_standing_side_by_side_is_medium(seen):
    """Where people take the two for one."""
    assert rival(**seen).severity is Severity.MEDIUM
    assert rival(**seen, alike=False).severity is None


def test_a_refusal_is_nothing():
    """That is what should happen."""
    assert rival().severity is None


def test_a_row_with_two_spellings_is_one_row():
    """Apps keep a shown name beside its key."""
    row = (("name", "Anna"), ("key", "anna"))
    cells = [Cell("users", key, "TEXT", value, row) for key, value in row]
    assert rows_named(cells, "anna") == {"users": 1}
