"""The JUnit report, read as GitLab and Jenkins read it: by the elements that all of their readers share."""

import pytest
from junitparser import Error, Failure, JUnitXml, Properties, Skipped

from authproof.exchange import CodeLocation
from authproof.findings import Outcome, finding
from authproof.reports import to_junit
from tests.unit.harness.reported import full_report
from tests.unit.harness.support import answered, reported


def suite_of(report):
    """The one suite of the report."""
    (suite,) = JUnitXml.fromstring(to_junit(report).encode())
    return suite


def case_of(report):
    """The one case of a report of one check."""
    (case,) = suite_of(report)
    return case


def test_each_check_is_a_case():
    """The counts are those of the cases; nothing that was not decided counts as passed."""
    suite = suite_of(full_report("plain"))
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 1, 1, 2)
    assert [case.name for case in suite if case.is_passed] == ["check-passed"]


def test_a_broken_promise_is_a_failure_with_its_place():
    """Message, severity, file and line, and how to fix it."""
    found = finding("it leaves", evidence=answered(), location=CodeLocation("app.py", 3))
    case = case_of(reported(found, finding("and again", evidence="y")))
    (failure,) = case.result
    assert (type(failure), failure.message, failure.type) == (Failure, "it leaves (and 1 more)", "high")
    assert "high: it leaves (app.py:3)" in failure.text
    assert "Ask the URL standard." in failure.text


def test_the_evidence_is_the_output_of_the_case():
    """Request and response, as they went over the wire."""
    exchange = answered(("Location", "//evil.test"), status=302, body=b"<p>moved</p>")
    output = case_of(reported(finding("it leaves", evidence=exchange))).system_out
    assert output == "GET /login\n\n302 Found\nLocation: //evil.test\n\n<p>moved</p>"


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [(Outcome.NOT_APPLICABLE, Skipped), (Outcome.INCONCLUSIVE, Skipped), (Outcome.ERRORED, Error)],
)
def test_what_was_not_decided_is_skipped_or_an_error(outcome, kind):
    """With the reason; of a trace, the last line."""
    (result,) = case_of(reported(outcome=outcome, reason="Trace:\n  line\nValueError: empty")).result
    assert type(result) is kind
    assert result.message.endswith("ValueError: empty")


def test_findings_of_a_check_that_crashed_are_told():
    """What was seen before the crash is seen."""
    (result,) = case_of(
        reported(finding("it leaves", evidence="x"), outcome=Outcome.ERRORED, reason="boom")
    ).result
    assert (type(result), result.message) == (Error, "boom")
    assert "high: it leaves" in result.text


def test_a_case_has_its_references_as_properties():
    """Severity, promise, and the numbers of the standards."""
    case = case_of(reported(outcome=Outcome.PASSED))
    pairs = [(one.name, one.value) for one in case.child(Properties)]
    assert pairs[:2] == [("severity", "high"), ("promise", "Whoever logs in stays here.")]
    assert ("reference", "CWE-601") in pairs
