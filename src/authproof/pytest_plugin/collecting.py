"""The checks as tests: `authproof::open-redirect` stands beside the team's own and ends as they do."""

from collections.abc import Iterator

import pytest

from authproof.audit import AuditOptions
from authproof.audit.judging import idle_words
from authproof.checks import Check
from authproof.errors import AuthproofError
from authproof.findings import CheckResult, Outcome, Policy
from authproof.pytest_plugin.accepting import acceptances
from authproof.pytest_plugin.session import asked_checks, audit_options, audit_session
from authproof.reports import to_failure
from authproof.reports.text import visible_lines

_NAME = "authproof"
_OPTIONS, _CHECKS = pytest.StashKey[AuditOptions](), pytest.StashKey[tuple[Check, ...]]()


def pytest_configure(config: pytest.Config) -> None:
    """Read what is asked for; node ids of checks are no files, which pytest would look for."""
    named = tuple(one.removeprefix(f"{_NAME}::") for one in config.args if one.startswith(f"{_NAME}::"))
    config.args[:] = [one for one in config.args if not one.startswith(f"{_NAME}::")]
    try:
        config.stash[_OPTIONS] = audit_options(config)
        config.stash[_CHECKS] = asked_checks(config.stash[_OPTIONS], named)
    except AuthproofError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_report_header(config: pytest.Config) -> str:
    """Say what is audited."""
    return f"authproof: {config.stash[_OPTIONS].target.text}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Put the checks behind the team's own tests, before `-k`, `-m` and `--lf` choose among them all."""
    report = session.ihook.pytest_make_collect_report(
        collector=Checks.from_parent(session, name=_NAME, nodeid=_NAME)
    )
    session.ihook.pytest_collectreport(report=report)
    items.extend(report.result)


class Checks(pytest.Collector):
    """All checks of an audit: the target is loaded before the first of them."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each check that is asked for."""
        for check in self.config.stash[_CHECKS]:
            item: CheckItem = CheckItem.from_parent(self, name=check.slug)
            item.add_marker(_NAME)
            yield item

    def setup(self) -> None:
        """Load the target and see that its login works; what goes wrong is the error of every check."""
        audit_session(self.config)


class CheckItem(pytest.Item):
    """One check: it runs in a process forked from the target's."""

    def runtest(self) -> None:
        """Run the check, and end as it ended."""
        session, accepted = audit_session(self.config), acceptances(self)
        try:
            (result,) = session.run((self.name,), accepted)
        except AuthproofError as error:
            pytest.fail(str(error), pytrace=False)
        for line in (*result.notes, *result.accepted, *idle_words(Policy(acceptances=accepted), (result,))):
            self.add_report_section("call", _NAME, f"{visible_lines(line)}\n")
        self._end(result, to_failure(session.report((result,))))

    def reportinfo(self) -> tuple[str, int | None, str]:
        """A place that is no file: the node's own name."""
        return str(self.config.rootpath / _NAME), None, self.nodeid

    def _end(self, result: CheckResult, told: str) -> None:
        reason = visible_lines(result.reason or "")
        if result.outcome is Outcome.NOT_APPLICABLE:
            pytest.skip(reason)
        if result.outcome is Outcome.INCONCLUSIVE and self.config.getoption("authproof_lenient"):
            pytest.skip(f"inconclusive: {reason}")
        least = self.config.stash[_OPTIONS].fail_on
        if result.outcome is Outcome.FAILED and result.severity < least:
            pytest.xfail(f"below {least.word}: {told.splitlines()[0]}")
        if result.outcome is not Outcome.PASSED:
            pytest.fail(told, pytrace=False)
        if result.accepted:
            pytest.xfail("; ".join(map(visible_lines, result.accepted)))
