"""Which account a request is about, and the same request about another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.references import Reference, aimed, alike, references, swapped
from authproof.site import Account, Form
from authproof.site.html import Field
from authproof.target.cells import Cell

ALICE = Account("alice", "alice@example.com", "x")
BOB = Account("bob", "bob@example.com", "x")
KNOWN = (Reference("the name", "alice", "bob"), Reference("the column 'id'", "7", "8"))


def row(number, hashed):
    """A row of two columns."""
    values = (("id", number), ("hash", hashed))
    return [Cell("person", name, "", value, values) for name, value in values]


def test_names_and_short_keys_name_an_account_and_hashes_do_not():
    """What is long may be there to be secret."""
    found = references(ALICE, BOB, row(7, "$2b$12$" + "a" * 53), row(8, "$2b$12$" + "b" * 53))
    assert [(one.mine, one.theirs) for one in found] == [
        ("alice", "bob"),
        ("alice@example.com", "bob@example.com"),
        ("7", "8"),
    ]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("/users/7/edit", "/users/8/edit"),
        ("/u/Alice?tab=1", "/u/bob?tab=1"),
        ("/me?user=alice", "/me?user=bob"),
        ("/users/77/edit", "/users/77/edit"),
        ("/alices/", "/alices/"),
    ],
)
def test_whole_pieces_of_an_address_are_swapped(mine, theirs):
    """A number within a longer one is another number."""
    assert swapped(mine, KNOWN) == theirs


@given(st.text(st.characters(codec="utf-8", exclude_characters="7"), max_size=30))
def test_an_address_that_names_nobody_stays_as_it_is(tail):
    """Nothing is normalised on the way."""
    path = f"/x/{tail}".partition("?")[0].partition("#")[0]
    if "alice" not in path.casefold():
        assert swapped(path, KNOWN) == path


def test_addresses_are_alike_that_differ_in_a_number():
    """A word of the site's own makes another page."""
    assert alike("/sessions/7/end", "/sessions/12/end")
    assert not alike("/sessions/7/end", "/sessions/end-others/end")
    assert not alike("/sessions/7", "/sessions/7")


def test_a_hidden_field_aims_a_form_and_a_visible_one_is_tried_by_itself():
    """A name to be edited may also be the one that is looked up."""
    fields = (Field("user_id", "hidden", "7"), Field("name", "text", "alice"))
    ways = list(aimed(Form("http://x/", "http://x/save", "post", fields), KNOWN))
    assert [one.by for one in ways] == [("`user_id`",), ("`user_id`", "`name`")]
    assert [field.value for field in ways[0].form.fields] == ["8", "alice"]
