"""One check's result by itself, for a program that tells each check alone: a test runner."""

from collections.abc import Iterator

from authproof.findings import CheckResult, Finding, Outcome, Report
from authproof.reports import outline
from authproof.reports.bounds import bounded
from authproof.reports.evidence import shortest_evidence
from authproof.reports.replay import replay_command
from authproof.reports.text import visible, visible_lines

# The first is the shortest; `authproof audit` tells them all.
_FINDINGS_SHOWN = 3


def to_failure(report: Report) -> str:
    """Why the first check of a report did not pass: a line that says it, the evidence, what to do."""
    report = bounded(report)
    return "\n".join(_lines(report, report.results[0]))


def _lines(report: Report, result: CheckResult) -> Iterator[str]:
    yield _first_line(report, result)
    yield f"  promise: {visible(result.title)}"
    for found in result.findings[:_FINDINGS_SHOWN]:
        yield f"  ✗ {visible(found.message)}"
        yield from (f"    {line}" for line in shortest_evidence(found))
        yield from _place(report, found, "    at ")
    if len(result.findings) > _FINDINGS_SHOWN:
        yield f"  and {len(result.findings) - _FINDINGS_SHOWN} more"
    if result.reason:
        yield from (f"  {line}" for line in visible_lines(result.reason).splitlines())
    if remedy := outline.short_remedy(result):
        yield f"  fix:     {visible(remedy)}"
    yield f"  more:    authproof checks {result.check}"
    yield f"  again:   {visible(replay_command(report, result.check))}"


def _first_line(report: Report, result: CheckResult) -> str:
    """What a list of failures shows of it."""
    if result.outcome is Outcome.FAILED:
        worst = max(result.findings, key=lambda one: outline.severity_of(result, one))
        return f"{result.severity.word}: {visible(worst.message)}{''.join(_place(report, worst, ' at '))}"
    last = (result.reason or "").strip().splitlines()[-1:]
    return visible(": ".join((result.outcome.value, *last)))


def _place(report: Report, found: Finding, before: str) -> Iterator[str]:
    if found.location:
        yield before + visible(outline.place(report, found.location))
