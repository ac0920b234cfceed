"""Columns that switch an account off are known by name and value together."""

import pytest

from authproof.probes.account_switch import off_words, quoted, snake_case


@pytest.mark.parametrize(
    ("column", "value", "off"),
    [
        ("is_active", 1, 0),
        ("enabled", "true", "false"),
        ("disabled", 0, 1),
        ("gesperrt", None, 1),
        ("banned", "N", "Y"),
        ("deleted_at", None, "2020-01-01 00:00:00.000000"),
    ],
)
def test_a_switch_has_an_opposite(column, value, off):
    """Of the same kind as the value that is there."""
    assert off_words(column, value) == (off,)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("last_active", "2024-01-01"),
        ("is_admin", 1),
        ("locked_until", None),
        ("activated_at", None),
        ("status", "gold"),
        ("deleted_at", "2024-01-01"),
        ("active", 7),
    ],
)
def test_other_columns_are_no_switch(column, value):
    """A time, a right, a lock after failures, a word of the app's own."""
    assert off_words(column, value) == ()


def test_a_state_in_words_is_tried_with_several():
    """In capitals where the app writes capitals."""
    assert "SUSPENDED" in off_words("account_status", "ACTIVE")


def test_names_are_read_and_written_safely():
    """Camels become snakes, quotes are doubled."""
    assert snake_case("isActive") == "is_active"
    assert quoted('us"er') == '"us""er"'
