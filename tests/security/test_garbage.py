"""Pages that answer with garbage cost time and nothing more: no check breaks on them, no verdict changes."""

from pathlib import Path

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome
from authproof.target import parse_target

APP = Path(__file__).parent / "apps" / "garbage.py"
# These walk through every page of a site, and so meet all of it.
WALKERS = ("forced-browsing", "password-exposed-in-response", "sensitive-page-cacheable", "xss-auth-pages")


def test_every_walk_ends_with_its_verdict():
    """Bodies without end, bombs, broken cookies and lies about them are somebody else's pages."""
    report, _ = audit(AuditOptions(parse_target(str(APP)), only=WALKERS))
    assert {result.check: result.outcome for result in report.results} == dict.fromkeys(
        WALKERS, Outcome.PASSED
    )
