"""What was done to somebody's account, and what was read of it."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.aimed_reads import private_in
from authproof.probes.victims import harm

OLD = {
    "id": 8,
    "mail": "bob@example.com",
    "hash": "$2b$12$" + "a" * 53,
    "seen": 3,
    "on": "2026-01-01 10:00:00.000000",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"mail": "new@example.com"}, "changes 'mail'"),
        ({"hash": "$2b$12$" + "b" * 53}, "changes 'hash'"),
        ({"seen": 4}, None),
        ({"on": "2026-01-02 10:00:00.000000"}, None),
    ],
)
def test_harm_is_what_was_typed_or_another_hash(changed, told):
    """Counters and dates change by themselves."""
    assert harm(OLD, OLD | changed, ("NEW@example.com", "4")) == told


def test_a_row_that_is_gone_was_deleted():
    """Nothing is left of it."""
    assert harm(OLD, None, ()) == "deletes the account"


def answer(body, path="/users/8"):
    """A page."""
    return Exchange(
        Request("GET", f"http://x{path}"), Response(200, (("Content-Type", "text/html"),), body.encode())
    )


def test_an_address_is_read_where_it_was_neither_sent_nor_told_before():
    """What one's own links lead to is meant to be read."""
    secrets = [("the mail address", "bob@example.com")]
    assert private_in(answer("bob@example.com"), "bob", secrets, "")
    assert not private_in(answer("bob@example.com"), "bob", secrets, "all: bob@example.com")
    assert not private_in(answer("bob@example.com", "/u/bob@example.com"), "bob", secrets, "")


def test_a_name_alone_is_no_secret_but_in_a_form_to_edit():
    """Profiles show names to everybody."""
    assert not private_in(answer("<h1>bob</h1>"), "bob", [], "")
    assert private_in(answer('<form method="post"><input name="n" value="bob"></form>'), "bob", [], "")
