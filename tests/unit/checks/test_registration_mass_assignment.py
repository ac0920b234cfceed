"""Which columns are asked for, with what value, and when a wish has come true."""

import pytest

from authproof.probes.account_row import account_row
from authproof.probes.extra_fields import Wish, aliases, granted, wishes
from authproof.site import Account
from authproof.target.cells import Cell

ANNA = Account("anna", "anna@example.com", "geheim")


def row(**columns):
    """A row of the table `users`; each value with its declared type."""
    pairs = tuple((name, value) for name, (value, _) in columns.items())
    return tuple(Cell("users", name, kind, value, pairs) for name, (value, kind) in columns.items())


USERS = row(
    id=(7, "INTEGER"), username=("Anna", "TEXT"), email=("anna@example.com", "TEXT"), motto=(None, "TEXT"),
    is_admin=(0, "BOOLEAN"), role=("user", "VARCHAR(20)"), created=("2026-01-01", "DATETIME"), credit=(20, "INTEGER"),
    hash=("$argon2id$x", "TEXT"), newsletter=(0, "INTEGER"),
)  # fmt: skip


def test_a_wish_has_the_type_of_its_column():
    """Names that were typed and a text that is empty are left out, and so is what the form has."""
    asked = {one.column: one.value for one in wishes(USERS, ANNA, ["form.newsletter"])}
    assert asked == {
        "id": 987654, "is_admin": True, "role": "admin", "created": "2001-02-03 04:05:06", "credit": 987654,
        "hash": "authproofsentinel",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "before", "after", "came_true"),
    [
        (True, 0, 1, True),
        (True, 0, "true", True),
        (True, 0, 0, False),
        (True, 0, "authproofsentinel", False),
        (False, 1, 0, True),
        ("admin", "user", "admin", True),
        ("admin", "user", "user", False),
        (987654, 7, 987654, True),
        (987654, 7, 8, False),
        ("2001-02-03 04:05:06", "2026-01-01", "2001-02-03T04:05:06", True),
        ("admin", "user", None, False),
    ],
)
def test_a_wish_came_true_where_its_value_is_stored_and_was_not_before(value, before, after, came_true):
    """Another value than before is not enough: ids count up."""
    assert [*granted([Wish("column", value, before)], {"column": after})] == (
        [Wish("column", value, before)] if came_true else []
    )


@pytest.mark.parametrize("column", ["id", "user_id", "role", "isAdmin", "is_staff", "password_hash", "Rolle"])
def test_columns_of_identity_and_power_are_known(column):
    """In more than one spelling."""
    assert Wish(column, "x", None).powerful


@pytest.mark.parametrize("column", ["credit", "created", "verified", "newsletter", "valid"])
def test_other_columns_are_not(column):
    """They are medium."""
    assert not Wish(column, "x", None).powerful


@pytest.mark.parametrize(
    ("column", "sibling", "alias"),
    [
        ("is_admin", "username", "admin"), ("is_admin", "username", "isAdmin"), ("role", "form.username", "form.role"),
        ("role", "user[name]", "user[role]"), ("role", "user-name", "user-role"),
    ],
)  # fmt: skip
def test_a_form_may_call_a_column_otherwise(column, sibling, alias):
    """As its other fields are called."""
    assert alias in aliases(column, sibling)


def test_the_account_is_the_row_that_names_the_person_best():
    """A table of sessions may hold the name as well."""
    session = (("id", "x"), ("username", "anna"))
    others = tuple(Cell("sessions", name, "TEXT", value, session) for name, value in session)
    assert account_row((*others, *USERS), ANNA) == USERS
    assert account_row(others, Account("bert", "bert@example.com", "x")) == ()
