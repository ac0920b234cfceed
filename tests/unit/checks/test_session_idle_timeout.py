"""Lengths of time are told as people say them."""

import pytest

from authproof.probes.timeouts import span


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "20 seconds"),
        (60, "1 minute"),
        (31 * 60, "31 minutes"),
        (3600, "1 hour"),
        (5400, "90 minutes"),
        (86400, "1 day"),
        (86460, "24 hours"),
        (31 * 86400 + 60, "31 days"),
    ],
)
def test_a_span_is_told_in_its_largest_fitting_unit(seconds, said):
    """Two of a unit, or exactly one."""
    assert span(seconds) == said
