"""How old a remember cookie may become."""

import pytest

from authproof.checks.remember_token_never_expires import judge
from authproof.findings import Severity

DAY = 86400


@pytest.mark.parametrize(
    ("age", "declared", "severity"),
    [(366, 365, Severity.MEDIUM), (31, 365, Severity.LOW), (8, 7, Severity.LOW)],
)
def test_the_oldest_cookie_that_opened_decides(age, declared, severity):
    """For ever is medium; beyond the policy, or beyond its own word, is low."""
    assert judge(age * DAY, declared * DAY, 30 * DAY)[1] is severity
