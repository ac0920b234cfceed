"""What a team accepts, it accepts for one check, up to a severity, until a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.audit.judging import idle_words, judged
from authproof.audit.stage import Effort, Ran
from authproof.findings import Acceptance, CheckResult, Outcome, Policy, Severity, Verdict, finding, note

DAY = date(2030, 1, 31)
WORD = Acceptance("csrf-logout", "logging out is harmless here", DAY, Severity.MEDIUM)
FOUND = finding("a link logs out", evidence="seen", severity=Severity.LOW)


def result_of(*findings, policy=None):
    """What an audit makes of a check that found these."""
    blank = CheckResult("csrf-logout", Outcome.ERRORED, Severity.LOW)
    outcome = Outcome.FAILED if findings else Outcome.PASSED
    ran = Ran(Verdict(outcome, findings), Effort(1, 0, 0.0, 0.0, 0.0, 0.1), ("very-secret",))
    return judged(blank, ran, policy or Policy(), ("the user's own password",))


@pytest.mark.parametrize(
    ("day", "covered"), [(DAY - timedelta(1), True), (DAY, True), (DAY + timedelta(1), False)]
)
def test_an_acceptance_ends_on_its_day(day, covered):
    """On the last day it still stands, on the next the finding is back."""
    assert WORD.covers("csrf-logout", FOUND, day) == covered


@given(st.sampled_from(Severity), st.sampled_from(Severity))
def test_an_acceptance_holds_up_to_its_severity(found, limit):
    """What got worse than was accepted is told."""
    covers = replace(WORD, up_to=limit).covers("csrf-logout", replace(FOUND, severity=found), DAY)
    assert covers == (found <= limit)


def test_an_acceptance_is_for_its_check_alone():
    """And a finding that has not been judged yet counts as the worst."""
    assert not WORD.covers("csrf-login", FOUND, DAY)
    assert not WORD.covers("csrf-logout", replace(FOUND, severity=None), DAY)


def test_an_accepted_finding_fails_nothing_and_is_told():
    """The check passes, the report says what was accepted and why."""
    result = result_of(FOUND, policy=Policy(acceptances=(replace(WORD, until=date.max),)))
    assert (result.outcome, result.findings) == (Outcome.PASSED, ())
    assert result.accepted == ("a link logs out (accepted: logging out is harmless here)",)


def test_an_acceptance_that_is_over_lets_the_finding_stand():
    """Nobody has to remember the date."""
    result = result_of(FOUND, policy=Policy(acceptances=(replace(WORD, until=date(2020, 1, 1)),)))
    assert (result.outcome, len(result.findings), result.accepted) == (Outcome.FAILED, 1, ())


def test_a_note_fails_nothing():
    """It stands in the report beside the outcome."""
    result = result_of(note("session cookies are readable"))
    assert (result.outcome, result.findings, result.notes) == (
        Outcome.PASSED,
        (),
        ("session cookies are readable",),
    )


def test_the_severity_of_a_check_is_its_worst_findings():
    """A finding without one takes the check's."""
    result = result_of(finding("x", evidence="y"), replace(FOUND, severity=Severity.HIGH))
    assert (result.severity, [one.severity for one in result.findings]) == (
        Severity.HIGH,
        [Severity.LOW, Severity.HIGH],
    )


@pytest.mark.parametrize("secret", ["very-secret", "the user's own password"])
def test_findings_are_redacted_before_anybody_sees_them(secret):
    """What the target keeps secret stands in no message, nor does the password from the command line."""
    assert (
        result_of(finding(f"it shows {secret}", evidence=secret)).findings[0].message == "it shows [redacted]"
    )


def test_an_acceptance_that_nothing_needs_is_told():
    """It ended, or the finding is gone: either way somebody should take it out."""
    old, idle = replace(WORD, until=date(2020, 1, 1)), replace(WORD, until=date.max)
    assert list(idle_words(Policy(acceptances=(old,)), ())) == [
        "the acceptance of csrf-logout ended on 2020-01-01"
    ]
    (told,) = idle_words(Policy(acceptances=(idle,)), (result_of(),))
    assert "csrf-logout is no longer needed" in told


def test_the_thresholds_have_the_standards_defaults():
    """8 characters, 15 recommended, 10 low-risk failures, 100 never evaluated."""
    policy = Policy()
    assert (policy.minimum_length, policy.recommended_length, policy.failure_limit, policy.failure_bound) == (
        8,
        15,
        10,
        100,
    )
