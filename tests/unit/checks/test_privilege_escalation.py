"""What a role may look like in a row, and what changed of other people's rows."""

from collections import Counter

import pytest

from authproof.probes.admin_area import foreign_changes, masked_path
from authproof.probes.roles import guesses
from authproof.site import Account
from authproof.target.cells import Cell

ALICE = Account("alice", "alice@example.com", "x")


@pytest.mark.parametrize(
    ("declared", "value", "others", "first"),
    [
        ("BOOLEAN", 0, [], 1),
        ("TEXT", "mitglied", ["mitglied", "vorstand"], "vorstand"),
        ("TEXT", "member", [], "chief"),
        ("INTEGER", 3, [3, 9], 9),
    ],
)
def test_a_role_is_a_flag_turned_over_a_value_of_others_or_a_word_of_the_source(
    declared, value, others, first
):
    """The likeliest comes first."""
    assert guesses(Cell("person", "role", declared, value), others, ["chief"])[0] == first


@pytest.mark.parametrize(
    ("declared", "value"), [("DATETIME", "2026"), ("BLOB", b"x"), ("TEXT", "two words"), ("TEXT", None)]
)
def test_dates_bytes_prose_and_empty_texts_are_no_roles(declared, value):
    """Nothing is tried with them."""
    assert guesses(Cell("person", "bio", declared, value), [], ["chief"]) == ()


def test_only_other_peoples_rows_count_as_changed():
    """A row with one's name, or with one's number behind its own key, is one's own."""
    mine, session = ("person", (("id", 7), ("name", "alice"))), ("visit", (("id", 1), ("who", 7)))
    theirs, news = ("person", (("id", 8), ("name", "bob"))), ("news", (("id", 7), ("text", "hello")))
    gone, come = Counter([mine, theirs]), Counter([session, news])
    assert foreign_changes(gone, come, ALICE, 7) == ["puts rows into 'news'", "takes rows out of 'person'"]


def test_numbers_in_an_address_are_left_open():
    """One kind of page is told once."""
    assert masked_path("/staff/8/remove") == masked_path("/staff/19/remove")
