"""The Markdown report fits into a comment and says first what matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import CodeLocation
from authproof.findings import Outcome, finding
from authproof.reports import to_markdown
from authproof.reports.markdown import LIMIT, Part
from tests.unit.harness.reported import full_report
from tests.unit.harness.support import answered, reported


def test_a_finding_is_a_row_with_its_place():
    """Severity, check, message, file and line."""
    found = finding("it leaves", evidence=answered(), location=CodeLocation("app.py", 3))
    assert "| high | open-redirect | it leaves | app.py&#58;3 |" in to_markdown(reported(found))


def test_the_summary_counts_findings_and_checks():
    """By severity and by outcome, and with the exit code."""
    lines = to_markdown(reported(finding("x", evidence="y"))).splitlines()
    assert lines[2] == "**Findings: 1 high.** Checks: 0 passed, 1 failed, exit 1."


def test_a_cause_stands_before_what_it_explains():
    """One sentence for many findings."""
    told = to_markdown(reported(finding("x", evidence="y", cause="static-remember-token")))
    assert told.index("Static remember token") < told.index("### Findings")
    assert "(explains open-redirect)" in told


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.ERRORED])
def test_what_was_not_decided_says_why(outcome):
    """Silence would read as a pass."""
    told = to_markdown(reported(outcome=outcome, reason="no form was found"))
    assert "Not decided, and why (1)" in told
    assert f"- open-redirect: {outcome.value}: no form was found" in told


def test_what_held_is_named():
    """Positive assurance has its place."""
    told = to_markdown(reported(outcome=Outcome.PASSED))
    assert "Tried and held (1)" in told


@pytest.mark.parametrize("text", ["x" * 5000, "<@#" * 2000, "é" * 5000])
def test_a_long_report_is_cut_with_a_word_where(text):
    """At most 65,536 characters; what was not decided is still there, and the number of what is missing."""
    told = to_markdown(full_report(text, count=199))
    assert len(told.encode()) <= LIMIT
    assert "more: there is no room for them here" in told
    assert "Not decided, and why (3)" in told


@given(st.integers(0, 400), st.lists(st.text(max_size=60).map("{}\n".format), max_size=20))
def test_a_part_keeps_to_its_room(room, rows):
    """Rows are left out, and all of it where not even that could be said."""
    told = Part("before\n", tuple(rows), "after\n").within(room)
    assert len(told.encode()) <= room


def test_a_short_report_is_whole():
    """Nothing says that something is missing."""
    assert "no room" not in to_markdown(full_report("plain"))
