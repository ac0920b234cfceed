"""The report as Markdown, for a comment on a pull request and for `$GITHUB_STEP_SUMMARY`.

What the target wrote makes no markup, no link, no mention and no reference to an issue: every sign that could is an
entity, and what a code host looks for in plain text is taken apart by a space without width.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from authproof.findings import CheckResult, Finding, Report
from authproof.reports.bounds import bounded
from authproof.reports.evidence import whole_evidence
from authproof.reports.outline import (
    broken,
    causes,
    counts,
    held,
    place,
    references,
    severities,
    severity_of,
    short_remedy,
    told,
    undecided,
)
from authproof.reports.replay import replay_command
from authproof.reports.text import shortened, visible

# GitHub refuses a comment of more characters; counted in bytes, which are never fewer.
LIMIT = 65_536
# Names, numbers, addresses of pages, commits and :pictures: that code hosts make links of; a line's number is none.
_REFERENCE = re.compile(r"[@#!$%~&^]|:(?!\d+(?:\s|$))|gh-|www\.|[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE)
_APART = "\u200b"
# What means nothing within a line; at its start some of it would make a list, a heading or a rule.
_PLAIN = frozenset(f" ,.;?'\"()/=-{_APART}")
_START = re.compile(r"^(\d*)([^\w\s])")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page that may lose its last rows where there is no room for them."""

    before: str
    rows: tuple[str, ...]
    after: str = ""

    def within(self, room: int) -> str:
        """As many rows as there is room for, and how many are missing; nothing where there are none."""
        if not self.rows:
            return ""
        kept, used = 0, _size(self.before + self.after) + 100  # the words on what is missing among them
        if used > room:
            return ""
        while kept < len(self.rows) and used + _size(self.rows[kept]) <= room:
            used += _size(self.rows[kept])
            kept += 1
        missing = len(self.rows) - kept
        left_out = f"\n*{missing} more: there is no room for them here*\n" if missing else ""
        return self.before + "".join(self.rows[:kept]) + self.after + left_out


def to_markdown(report: Report) -> str:
    """A page of at most 65,536 characters: what is broken on top, details folded."""
    report = bounded(report)
    head = _head(report)
    # What was not tried must not be lost: it gets its room before the findings, of which there may be many.
    first = _causes(report).within(8_000) + _notes(report).within(4_000)
    last = _undecided(report).within(12_000) + _held(report).within(9_000) + _told(report).within(7_000)
    room = LIMIT - _size(head + first + last)
    table = _table(report).within(room)
    return head + first + table + _details(report).within(room - _size(table)) + last


def prose(text: str, limit: int = 500) -> str:
    """Text that reads as it was written and is nothing else."""
    apart = _REFERENCE.sub(lambda match: match[0] + _APART, " ".join(shortened(visible(text), limit).split()))
    digits, sign = match.groups() if (match := _START.match(apart)) else ("", "")
    rest = apart.removeprefix(digits + sign)
    return digits + (_entity(sign) if sign else "") + "".join(map(_harmless, rest))


def _harmless(char: str) -> str:
    return char if char.isalnum() or char in _PLAIN else _entity(char)


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def _head(report: Report) -> str:
    severity = ", ".join(f"{number} {word.word}" for word, number in severities(report)) or "none"
    ends = ", ".join(f"{number} {outcome.value}" for outcome, number in counts(report))
    return (
        f"## authproof: {prose(report.target.name, 200)}\n\n"
        f"**Findings: {severity}.** Checks: {ends}, exit {report.exit_code}"
        f"{' (interrupted)' if report.interrupted else ''}.\n\n"
    )


def _causes(report: Report) -> Part:
    rows = (
        f"- {prose(sentence)} (explains {prose(', '.join(slugs))})\n" for sentence, slugs in causes(report)
    )
    return Part("### Causes\n\n", tuple(rows), "\n")


def _notes(report: Report) -> Part:
    return Part("", tuple(f"- {prose(text)}\n" for text in report.notes), "\n")


def _table(report: Report) -> Part:
    rows = [
        f"| {severity_of(one, found).word} | {prose(one.check)} | {prose(found.message)} | {_where(report, found)} |\n"
        for one in broken(report)
        for found in one.findings
    ]
    return Part(
        "### Findings\n\n| severity | check | what was found | where |\n|---|---|---|---|\n", tuple(rows)
    )


def _where(report: Report, found: Finding) -> str:
    return prose(place(report, found.location)) if found.location else "–"


def _details(report: Report) -> Part:
    return Part("\n", tuple(_detail(report, one) for one in broken(report)))


def _detail(report: Report, result: CheckResult) -> str:
    seen = "\n\n".join(whole_evidence(found.evidence[-1]) for found in result.findings[:3])
    lines = [
        f"<details><summary>{result.severity.word}: {prose(result.check)}</summary>\n",
        f"{prose(result.title)} ({prose(' '.join(references(result)))})\n",
        f"How to fix it: {prose(short_remedy(result))}\n" if result.remedy else "",
        _pre(seen),
        _pre(f"{replay_command(report, result.check)}\nauthproof checks {result.check}"),
        "</details>\n\n",
    ]
    return "\n".join(filter(None, lines))


def _pre(text: str) -> str:
    """A block in which nothing is read as Markdown until it ends, and nothing as HTML."""
    # Its own markup is escaped, so that nothing in it ends the block.
    lines = (visible(line) for line in shortened(text, 3000).split("\n"))
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>\n"


def _folded(title: str, rows: Iterable[str]) -> Part:
    rows = tuple(rows)
    return Part(f"<details><summary>{title} ({len(rows)})</summary>\n\n", rows, "\n</details>\n\n")


def _undecided(report: Report) -> Part:
    rows = (
        f"- {prose(one.check)}: {one.outcome.value}: {prose((one.reason or '').strip())}\n"
        for one in undecided(report)
    )
    return _folded("Not decided, and why", rows)


def _held(report: Report) -> Part:
    return _folded("Tried and held", (f"- {prose(one.check)}: {prose(one.title)}\n" for one in held(report)))


def _told(report: Report) -> Part:
    return _folded("Worth knowing", (f"- {prose(slug)}: {prose(text)}\n" for slug, text in told(report)))


def _size(text: str) -> int:
    return len(text.encode())
