"""A real browser looks at a URL target: by way of our own client, so that it meets no other host."""

from pathlib import Path

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome
from authproof.target import parse_target
from tests.security.served import served

TUTORIAL = Path(__file__).parents[2] / "examples/mega_tutorial.py"


def test_chromium_sees_what_back_shows_at_a_url():
    """Over https with a certificate that nobody trusts, and under a path."""
    with served(TUTORIAL, "/shop", "https") as url:
        options = AuditOptions(parse_target(url), only=("back-button-after-logout", "logout-incomplete"))
        report, _ = audit(options)
    back, logout = report.results
    assert (back.outcome, logout.outcome) == (Outcome.FAILED, Outcome.PASSED)
    assert "after logout, Back shows /shop/" in back.findings[0].message
