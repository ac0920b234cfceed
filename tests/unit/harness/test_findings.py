"""A finding is a claim with evidence; severities, outcomes and reports are plain and ordered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.audit import AuditOptions
from authproof.audit.audit import exit_code
from authproof.exchange import CodeLocation, Exchange, Request, Response
from authproof.findings import CheckResult, Confidence, Evidence, Finding, Outcome, Severity, finding, note
from authproof.target import parse_target
from tests.unit.harness.support import reported


def exchange(view=None):
    return Exchange(Request("GET", "http://localhost/"), Response(200), view=view)


def options(**more):
    return AuditOptions(parse_target("app:app"), **more)


def result(outcome, severity=Severity.HIGH):
    return CheckResult("some-check", outcome, severity)


def test_a_claim_without_evidence_is_refused():
    """Neither by the maker nor by the class can a finding exist without it."""
    with pytest.raises(ValueError, match="without evidence"):
        finding("it is bad", evidence=())
    with pytest.raises(ValueError, match="without evidence"):
        Finding("it is bad", ())


def test_exchanges_figures_and_evidence_are_taken_alike():
    """One or several, each becomes a piece of evidence."""
    one = exchange()
    assert finding("x", evidence=one).evidence == (Evidence("exchange", one),)
    assert finding("x", evidence=("7 calls", one, Evidence("e"))).evidence == (
        Evidence("7 calls"),
        Evidence("exchange", one),
        Evidence("e"),
    )


def test_the_last_view_that_answered_is_the_place():
    """Unless the check knows better."""
    first, last, told = (CodeLocation("app.py", line) for line in (1, 2, 3))
    seen = (exchange(first), exchange(last), exchange())
    assert finding("x", evidence=seen).location == last
    assert finding("x", evidence=seen, location=told).location == told


def test_a_note_is_worth_knowing_and_breaks_nothing():
    """It has severity info and evidence like any other claim."""
    assert note("by the way").severity is Severity.INFO
    assert finding("x", evidence="y").confidence is Confidence.HIGH


def test_severities_compare():
    """Thresholds need an order."""
    assert sorted(Severity, reverse=True) == [
        Severity.CRITICAL,
        Severity.HIGH,
        Severity.MEDIUM,
        Severity.LOW,
        Severity.INFO,
    ]


@given(st.sampled_from(Severity))
def test_a_severity_reads_back_from_its_word(severity):
    """As options and configuration spell it, in any case."""
    assert Severity.of(severity.word) is Severity.of(severity.word.upper()) is severity


def test_an_unknown_severity_is_an_error():
    """No word is taken for another."""
    with pytest.raises(KeyError):
        Severity.of("severe")


def test_a_report_counts_its_outcomes():
    """One check, one outcome."""
    report = reported(finding("x", evidence="y"))
    assert [report.count(one) for one in Outcome] == [0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("outcomes", "more", "code"),
    [
        ([], {}, 0),
        ([Outcome.PASSED, Outcome.NOT_APPLICABLE, Outcome.INCONCLUSIVE], {}, 0),
        ([Outcome.PASSED, Outcome.FAILED], {}, 1),
        ([Outcome.FAILED, Outcome.ERRORED], {}, 4),
        ([Outcome.INCONCLUSIVE], {"strict": True}, 4),
        ([Outcome.NOT_APPLICABLE], {"strict": True}, 0),
        ([Outcome.FAILED], {"fail_on": Severity.HIGH}, 1),
        ([Outcome.FAILED], {"fail_on": Severity.CRITICAL}, 0),
    ],
)
def test_the_exit_code_follows_the_worst_that_happened(outcomes, more, code):
    """An incomplete audit goes before findings, and findings count from the threshold."""
    assert exit_code(tuple(map(result, outcomes)), options(**more)) == code
