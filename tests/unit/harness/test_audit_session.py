"""One target, loaded once, in which checks run whenever somebody asks."""

import pytest

from authproof.audit import AuditOptions, AuditSession, audit
from authproof.errors import TargetError
from authproof.findings import Outcome
from authproof.target import parse_target
from authproof.target.messages import Call
from tests.unit.harness import probes
from tests.unit.harness.support import APPS, BAD, loaded

TWO = ("session-fixation", "reset-token-leak")


@pytest.fixture(scope="module")
def session():
    options = AuditOptions(parse_target(str(APPS / "classy.py")), browser=False, only=TWO)
    with AuditSession(options) as session:
        yield session


def test_a_session_says_of_a_check_what_an_audit_says(session):
    """One at a time or all at once: outcome and reason are the same."""
    alone = [result for slug in TWO for result in session.run([slug])]
    together = {one.check: (one.outcome, one.reason) for one in audit(session.options)[0].results}
    assert {one.check: (one.outcome, one.reason) for one in alone} == together


def test_a_report_can_be_made_of_what_is_there(session):
    """Its exit code, its target and its pages are those of an audit."""
    report = session.report(tuple(session.run(TWO[:1])))
    assert (report.exit_code, report.count(Outcome.PASSED), report.site.login) == (
        0,
        1,
        session.site.login.form.path,
    )


def test_a_target_that_fails_its_controls_opens_no_session(tmp_path):
    """The error says so, and the context is not entered."""
    with pytest.raises(TargetError), AuditSession(AuditOptions(parse_target(str(BAD / "exits.py")))):
        pytest.fail("nothing was to be audited")


def test_answers_to_a_round_that_was_broken_off_are_left_out(tmp_path):
    """A test runner's time limit leaves in the middle; the next check gets its own answer."""
    (tmp_path / "small.py").write_text("def app(environ, start_response):\n    return []\n")
    with loaded(tmp_path / "small.py") as process:
        calls = [Call(probes.ticks, (), name) for name in ("first", "second")]
        next(process.fork_all(calls, 2))
        assert [one.ticket for one in process.fork_all([Call(probes.later, (), "third")], 1)] == ["third"]
