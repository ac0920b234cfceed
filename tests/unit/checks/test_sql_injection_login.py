"""A typed word in the text of a statement is found, whatever was done to its quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.statements import TAIL, compares_patterns, complaint, patterns, spilled, true_and_false
from tests.unit.harness.support import answered

QUERY = "SELECT id FROM users WHERE name = '{}' LIMIT ?"


def test_a_word_with_its_quotes_is_raw():
    """The statement is named without it."""
    (one,) = spilled([QUERY.format(f"abcdefgh{TAIL}")], "abcdefgh")
    assert one.raw
    assert one.shape == "SELECT id FROM users WHERE name = '… LIMIT ?"


@pytest.mark.parametrize("tail", ["''\"--", "", "--", "\\'\\\"--"])
def test_a_word_whose_quotes_were_doubled_or_taken_away_is_not_raw(tail):
    """It still stands in the statement."""
    (one,) = spilled([QUERY.format(f"abcdefgh{tail}")], "abcdefgh")
    assert not one.raw
    assert one.how


def test_a_parameter_is_no_part_of_the_statement():
    """Only texts are looked at."""
    assert spilled(["SELECT id FROM users WHERE name = ?"], "abcdefgh") == ()


@given(st.lists(st.text("abcdefgh'\"-", min_size=1), max_size=5))
def test_one_kind_of_statement_is_told_once(words):
    """However many words went into it."""
    texts = [QUERY.format(f"tokentok{TAIL}") for _ in words]
    assert len(spilled(texts, "tokentok")) == min(1, len(words))


def test_a_database_that_complains_is_heard():
    """In the page and in the exception that replaced it."""
    assert complaint(answered(body=b'sqlite3.OperationalError: near "x"'))
    assert not complaint(answered(body=b"Wrong name or password."))


def test_a_true_condition_and_a_false_one_differ():
    """Else their answers would tell nothing."""
    assert all(true != false for true, false in true_and_false("anna"))


@pytest.mark.parametrize("name", ["wilhelmine", "wilhelmine@example.com"])
def test_a_pattern_keeps_the_domain_of_an_address(name):
    """A login may look at its form first."""
    for pattern, control in patterns(name):
        assert name not in {pattern, control}
        assert pattern.partition("@")[2] == control.partition("@")[2] == name.partition("@")[2]


def test_like_is_a_comparison_by_pattern():
    """A column called `likes` is none."""
    assert compares_patterns(["SELECT 1 WHERE name like ?"])
    assert not compares_patterns(["SELECT likes FROM users WHERE name = ?"])
