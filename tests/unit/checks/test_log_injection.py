"""Lines that a visitor wrote."""

import pytest

from authproof.checks.log_injection import forged, steered


@pytest.mark.parametrize("text", ["login as a\r\nfake", "login as a\rfake", "a\nfakes"])
def test_a_made_up_line_begins_a_line(text):
    """With either kind of line break."""
    assert list(forged((text,), "fake"))


@pytest.mark.parametrize("text", ["login as 'a\\r\\nfake'", "a  fake", "a\n  fake", '{"name": "a\\nfake"}'])
def test_a_line_break_that_is_written_out_forges_nothing(text):
    """Escaped, replaced or indented, the reader sees one record."""
    assert not list(forged((text,), "fake"))


def test_an_escape_sequence_steers_only_as_it_was_sent():
    """Written out it is text."""
    assert list(steered(("a\x1b[2Khidden",), "hidden"))
    assert not list(steered(("a\\x1b[2Khidden", "a[2Khidden"), "hidden"))
