"""Telling the private page from what anybody sees at its address."""

from authproof.checks.back_button_after_logout import is_private


def test_the_name_tells_where_the_page_shows_it():
    """What else has changed on the page says nothing."""
    assert is_private("Hello alice, 2 new", "Hello alice, 1 new", "Log in", "alice")


def test_a_name_that_strangers_see_too_tells_nothing():
    """Then only the very same words do."""
    assert not is_private("alice wrote this", "alice wrote this. Edit", "alice wrote this", "alice")


def test_a_page_without_a_name_is_known_by_its_words():
    """The very words that were private stand there again."""
    assert is_private("Your invoices", "Your invoices", "Log in", "alice")


def test_a_page_that_is_the_same_for_strangers_is_not_private():
    """Nothing on it could be shown again."""
    assert not is_private("Welcome", "Welcome", "Welcome", "alice")
