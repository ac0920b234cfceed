"""What an account left is found in its own rows, in rows that point to them, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.stored import Trace, holds, is_log, own_cells, shared_places
from authproof.site import Account
from authproof.target.cells import Cell

ANNA = Account("anna", "anna@example.com", "correct-horse-4Qx")


def row(table, **values):
    """The cells of one row."""
    pairs = tuple(values.items())
    return [Cell(table, name, "TEXT", value, pairs) for name, value in pairs]


def trace(secret, token):
    """An account whose row holds this secret."""
    return Trace(ANNA, tuple(row("user", secret=secret, token=token)), ())


def test_a_row_that_names_the_account_is_its_own():
    """In any letter case, and with the rows that point to it."""
    mine = [*row("user", id=7, name="Anna"), *row("key", user_id=7, digest="x")]
    others = [*row("user", id=8, name="bert"), *row("key", user_id=8, digest="y")]
    assert own_cells([*others, *mine], ANNA) == tuple(mine)


@given(st.binary(min_size=8, max_size=64))
def test_a_digest_is_recognised_however_it_is_kept(digest):
    """Raw, in hex and in base64, with a salt beside it."""
    plain = base64.b64encode(digest).decode().rstrip("=")
    assert all(
        holds(value, digest) for value in (b"ab" + digest, f"salt${digest.hex().upper()}", f"$x${plain}")
    )
    assert not holds("something else", digest)


def test_only_a_value_that_follows_the_password_is_shared():
    """A value that everybody has proves nothing."""
    one, two, other = trace("d" * 32, "t1" * 20), trace("d" * 32, "t2" * 20), trace("e" * 32, "t3" * 20)
    assert shared_places([one, two], other) == ("user.secret",)
    assert shared_places([one, two], two) == ()


def test_a_password_in_clear_is_no_shared_hash():
    """It has a check of its own."""
    one, two, other = (
        trace(ANNA.password, "a" * 20),
        trace(ANNA.password, "b" * 20),
        trace("e" * 32, "c" * 20),
    )
    assert shared_places([one, two], other) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/var/app.log", True),
        ("audit-log.txt", True),
        ("blog.json", False),
        ("catalog.csv", False),
        ("logs.1", True),
    ],
)
def test_a_log_is_known_by_its_name(name, expected):
    """What is said there belongs to secrets-in-logs."""
    assert is_log(name) == expected
