"""One result by itself, as a test runner shows it."""

from authproof.exchange import CodeLocation
from authproof.findings import Outcome, finding
from authproof.reports import to_failure
from tests.unit.harness.support import reported

FOUND = finding("sent to evil.test", evidence="Location: //evil.test", location=CodeLocation("app.py", 7))


def test_the_first_line_says_all_that_fits_in_one():
    """Severity, what was found, and where."""
    assert to_failure(reported(FOUND)).splitlines()[0] == "high: sent to evil.test at app.py:7"


def test_evidence_and_help_follow():
    """The promise, what was seen, how to mend it, what tells more and shows it again."""
    text = to_failure(reported(FOUND))
    wanted = ("Whoever logs in stays here.", "Location: //evil.test", "Ask the URL standard.")
    commands = ("authproof checks open-redirect", "authproof audit app:create_app --only open-redirect")
    assert [one for one in (*wanted, *commands) if one not in text] == []


def test_the_rest_of_many_findings_is_counted():
    """Three are shown."""
    assert "and 2 more" in to_failure(reported(*[FOUND] * 5))


def test_a_crash_is_told_by_its_last_line_and_whole():
    """The last line of a trace says what went wrong."""
    text = to_failure(reported(outcome=Outcome.ERRORED, reason="Traceback:\n  a line\nKeyError: 'id'"))
    assert text.startswith("errored: KeyError: 'id'\n")
    assert "  a line" in text


def test_a_target_cannot_write_on_the_terminal():
    """Control characters in what it said are spelled out."""
    text = to_failure(reported(finding("\x1b[2Jgone", evidence="\x1b]0;title\x07"), reason="\x1b[31mred"))
    assert "\x1b" not in text
