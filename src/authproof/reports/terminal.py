"""The report for a person at a terminal: what is broken first, the worst on top, then what was not tried."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from authproof.findings import CheckResult, Finding, Outcome, Report, Severity
from authproof.findings.causes import headline
from authproof.reports.evidence import shortest_evidence, visible
from authproof.reports.replay import replay_command

_COLOURS = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_MARKS = {
    Outcome.PASSED: ("✓", "green"),
    Outcome.FAILED: ("✗", "red"),
    Outcome.NOT_APPLICABLE: ("·", "dim"),
    Outcome.INCONCLUSIVE: ("?", "yellow"),
    Outcome.ERRORED: ("!", "magenta"),
}
# Findings shown of one check: the first is the shortest, the others stand in the JSON report.
_FINDINGS_SHOWN = 3


def to_terminal(report: Report, console: Console) -> None:
    """Print the report."""
    console.print(Group(*_parts(report)), highlight=False)


def _parts(report: Report) -> Iterable[RenderableType]:
    yield Text(f"\nauthproof {report.version} · {visible(report.target.name)}", style="bold")
    yield Text(_pages(report), style="dim")
    yield from _causes(report)
    failed = sorted(
        (one for one in report.results if one.outcome is Outcome.FAILED),
        key=lambda one: (-one.severity, one.check),
    )
    for result in failed:
        yield Text()
        yield from _broken(report, result)
    yield Text()
    yield from _untried(report)
    yield from _told(report)
    yield _summary(report)


def _causes(report: Report) -> Iterable[RenderableType]:
    """One root cause, one headline, with the checks that it explains."""
    explained: dict[str, list[str]] = {}
    for result in report.results:
        for cause in dict.fromkeys(found.cause for found in result.findings if found.cause):
            explained.setdefault(cause, []).append(result.check)
    for cause, slugs in explained.items():
        yield Text(f"\n{headline(cause)}", style="bold")
        yield _indented(Text(f"explains {', '.join(slugs)}", style="dim"))


def _pages(report: Report) -> str:
    site = report.site
    stack = " ".join(f"{name} {version}" for name, version in report.target.stack)
    private = ", ".join(site.protected) or "none"
    pages = (
        f"login {site.login} · register {site.register or 'none'} · logout {site.logout or 'none'}"
        f" · private {private}"
    )
    return f"{visible(pages)}\n{stack}"


def _broken(report: Report, result: CheckResult) -> Iterable[RenderableType]:
    heading = Text.assemble(
        (f"{result.severity.word.upper():<9}", _COLOURS[result.severity]), (result.check, "bold")
    )
    yield heading.append(f"  {_references(result)}", style="dim")
    yield _indented(Text(result.title))
    for found in result.findings[:_FINDINGS_SHOWN]:
        yield from _finding(found)
    if len(result.findings) > _FINDINGS_SHOWN:
        yield _indented(
            Text(f"and {len(result.findings) - _FINDINGS_SHOWN} more in the JSON report", style="dim")
        )
    yield _indented(Text.assemble(("again   ", "dim"), visible(replay_command(report, result.check))))
    yield _indented(Text.assemble(("fix     ", "dim"), f"authproof checks {result.check}"))


def _finding(found: Finding) -> Iterable[RenderableType]:
    yield _indented(Text.assemble(("✗ ", "red"), visible(found.message)))
    for line in shortest_evidence(found):
        yield _indented(Text(line, style="dim", overflow="ellipsis", no_wrap=True), 4)
    if found.location:
        yield _indented(Text(visible(f"{found.location.file}:{found.location.line}"), style="blue"), 4)


def _untried(report: Report) -> Iterable[RenderableType]:
    """What was not tried, and why: silence would read as a pass."""
    quiet = [one for one in report.results if one.outcome not in {Outcome.PASSED, Outcome.FAILED}]
    if quiet:
        yield Text("Not decided", style="bold")
        yield _rows((one.outcome, one.check, f"{one.outcome.value}: {one.reason or ''}") for one in quiet)
        yield Text()


def _told(report: Report) -> Iterable[RenderableType]:
    """Notes and accepted findings."""
    notes = [(one.check, note) for one in report.results for note in (*one.accepted, *one.notes)]
    if notes:
        yield Text("Worth knowing", style="bold")
        yield _rows((Outcome.NOT_APPLICABLE, slug, note) for slug, note in notes)
        yield Text()
    for line in report.notes:
        yield Text(visible(line), style="yellow")


def _rows(rows: Iterable[tuple[Outcome, str, str]]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    for outcome, slug, text in rows:
        mark, colour = _MARKS[outcome]
        table.add_row(
            Text(f"  {mark}", style=colour),
            Text(slug),
            Text(visible(text.strip().splitlines()[-1]) if text.strip() else ""),
        )
    return table


def _summary(report: Report) -> Text:
    line = Text()
    for outcome in Outcome:
        count = report.count(outcome)
        if count or outcome in {Outcome.PASSED, Outcome.FAILED}:
            mark, colour = _MARKS[outcome]
            line.append(f"{mark} {count} {outcome.value}   ", style=colour if count else "dim")
    return line.append(f"in {report.duration_s:.1f} s, exit {report.exit_code}", style="dim")


def _references(result: CheckResult) -> str:
    return " ".join(
        [
            *(f"CWE-{number}" for number in result.cwe),
            *(f"WSTG-{one}" for one in result.wstg),
            *(f"ASVS-{one}" for one in result.asvs),
        ]
    )


def _indented(what: RenderableType, by: int = 2) -> Padding:
    return Padding(what, (0, 0, 0, by))
