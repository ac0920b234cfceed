"""The report for a person at a terminal: what is broken first, the worst on top, then what was not tried."""

import io
from collections.abc import Iterable, Iterator
from enum import IntEnum

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from authproof.findings import CheckResult, Finding, Outcome, Report, Severity
from authproof.reports import outline
from authproof.reports.bounds import bounded
from authproof.reports.evidence import shortest_evidence, whole_evidence
from authproof.reports.replay import replay_command
from authproof.reports.text import visible, visible_lines

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
# Findings shown of one check: the first is the shortest, `--verbose` shows them all.
_FINDINGS_SHOWN = 3
_FILE_WIDTH = 100


class Verbosity(IntEnum):
    """How much is told: findings alone, what a person needs, or everything."""

    QUIET = 0
    NORMAL = 1
    VERBOSE = 2


def to_terminal(report: Report, console: Console, verbosity: Verbosity = Verbosity.NORMAL) -> None:
    """Print the report."""
    report = bounded(report)
    parts = _brief(report) if verbosity is Verbosity.QUIET else _parts(report, console.width, verbosity)
    # In a pipe, a line of the brief report is a line, however long.
    console.print(Group(*parts), highlight=False, soft_wrap=verbosity is Verbosity.QUIET)


def to_text(report: Report, verbosity: Verbosity = Verbosity.NORMAL, width: int = _FILE_WIDTH) -> str:
    """What a terminal of that width would show, as plain text."""
    stream = io.StringIO()
    to_terminal(report, Console(file=stream, width=width, color_system=None, no_color=True), verbosity)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _brief(report: Report) -> Iterator[RenderableType]:
    """One line for each finding, and the last line."""
    for result in outline.broken(report):
        for found in result.findings:
            severity = outline.severity_of(result, found)
            line = Text.assemble((f"{severity.word.upper():<9}", _COLOURS[severity]), (result.check, "bold"))
            where = f" ({outline.place(report, found.location)})" if found.location else ""
            yield line.append(f": {visible(found.message)}").append(visible(where), style="blue")
    yield _summary(report)


def _parts(report: Report, width: int, verbosity: Verbosity) -> Iterator[RenderableType]:
    yield Text(f"\nauthproof {report.version} · {visible(report.target.name)}", style="bold")
    yield Text(_pages(report), style="dim")
    for sentence, slugs in outline.causes(report):
        yield Text(f"\n{visible(sentence)}", style="bold")
        yield _indented(Text(f"explains {', '.join(slugs)}", style="dim"))
    for result in outline.broken(report):
        yield Text()
        yield from _broken(report, result, width, verbosity)
    yield from _undecided(report, verbosity)
    yield from _listed("Worth knowing", outline.told(report))
    if verbosity is Verbosity.VERBOSE:
        yield from _listed("Tried and held", ((one.check, one.title) for one in outline.held(report)))
    yield Text()
    for line in report.notes:
        yield Text(visible(line), style="yellow")
    if outline.broken(report):
        yield Text.assemble(("one check again: ", "dim"), visible(replay_command(report, "SLUG")))
    yield _summary(report)


def _pages(report: Report) -> str:
    site = report.site
    stack = " ".join(f"{name} {version}" for name, version in report.target.stack)
    private = ", ".join(site.protected) or "none"
    pages = (
        f"login {site.login} · register {site.register or 'none'} · logout {site.logout or 'none'}"
        f" · private {private}"
    )
    return f"{visible(pages)}\n{visible(stack)}"


def _broken(
    report: Report, result: CheckResult, width: int, verbosity: Verbosity
) -> Iterator[RenderableType]:
    yield _heading(result, width)
    yield _indented(Text(visible(result.title)))
    whole = verbosity is Verbosity.VERBOSE
    for found in result.findings if whole else result.findings[:_FINDINGS_SHOWN]:
        yield from _finding(report, found, whole=whole)
    if not whole and len(result.findings) > _FINDINGS_SHOWN:
        yield _indented(
            Text(f"and {len(result.findings) - _FINDINGS_SHOWN} more, see --verbose", style="dim")
        )
    if result.outcome is Outcome.FAILED and result.reason:
        yield _indented(Text(f"it stopped there: {visible(result.reason)}", style="yellow"))
    if remedy := outline.short_remedy(result):
        yield _hanging(Text("fix ", style="dim"), Text(visible(remedy)))
    yield _hanging(Text("more", style="dim"), Text(f"authproof checks {result.check}"))


def _heading(result: CheckResult, width: int) -> Text:
    """Severity and check, and as many references as there is room for on the line."""
    heading = Text.assemble(
        (f"{result.severity.word.upper():<9}", _COLOURS[result.severity]), (result.check, "bold")
    )
    for one in outline.references(result):
        if len(heading) + len(one) + 1 > width:
            break
        heading.append(f" {visible(one)}", style="dim")
    return heading


def _finding(report: Report, found: Finding, *, whole: bool) -> Iterator[RenderableType]:
    yield _hanging(Text("✗", style="red"), Text(visible(found.message)))
    if whole:
        for piece in found.evidence:
            yield _indented(Text(whole_evidence(piece), style="dim"), 4)
            yield Text()
    else:
        for line in shortest_evidence(found):
            yield _indented(Text(line, style="dim", overflow="ellipsis", no_wrap=True), 4)
    if found.location:
        yield _indented(Text(visible(outline.place(report, found.location)), style="blue"), 4)


def _undecided(report: Report, verbosity: Verbosity) -> Iterator[RenderableType]:
    """What was not tried, and why: silence would read as a pass."""
    groups = outline.grouped_by_reason(outline.undecided(report))
    if groups:
        yield Text("\nNot decided, and why", style="bold")
    for outcome, reason, slugs in groups:
        mark, colour = _MARKS[outcome]
        # The last line of a trace says what went wrong.
        shown = reason if verbosity is Verbosity.VERBOSE else (reason.splitlines() or [""])[-1]
        word = "" if outcome is Outcome.NOT_APPLICABLE else f"{outcome.value}: "
        yield _hanging(Text(mark, style=colour), Text(word + visible_lines(shown)))
        yield _indented(Text(", ".join(slugs), style="dim"), 4)


def _listed(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    rows = tuple(rows)
    if rows:
        yield Text(f"\n{title}", style="bold")
    for slug, text in rows:
        yield _hanging(Text("·", style="dim"), Text.assemble(visible(text), (f" ({slug})", "dim")))


def _summary(report: Report) -> Text:
    line = Text()
    for outcome, count in outline.counts(report):
        mark, colour = _MARKS[outcome]
        line.append(f"{mark} {count} {outcome.value}   ", style=colour if count else "dim")
    if report.interrupted:
        line.append("interrupted ", style="yellow")
    return line.append(f"in {report.duration_s:.1f} s, exit {report.exit_code}", style="dim")


def _hanging(mark: Text, text: Text) -> RenderableType:
    """A mark, and beside it a text whose further lines begin below its first."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, text)
    return _indented(grid)


def _indented(what: RenderableType, by: int = 2) -> Padding:
    return Padding(what, (0, 0, 0, by), expand=False)
