"""What every reporter tells, in one order: causes, the worst first, what was not tried, what held."""

from collections.abc import Iterator
from pathlib import PurePath

from authproof.exchange import CodeLocation
from authproof.findings import CheckResult, Finding, Outcome, Report, Severity
from authproof.findings.causes import headline


def broken(report: Report) -> tuple[CheckResult, ...]:
    """The checks with findings, the worst first; those that errored with findings among them."""
    found = (one for one in report.results if one.findings)
    return tuple(sorted(found, key=lambda one: (-one.severity, one.check)))


def ended(report: Report, *outcomes: Outcome) -> tuple[CheckResult, ...]:
    """The checks that ended so, in the order of the report."""
    return tuple(one for one in report.results if one.outcome in outcomes)


def held(report: Report) -> tuple[CheckResult, ...]:
    """The promises that were tried and kept."""
    return ended(report, Outcome.PASSED)


def undecided(report: Report) -> tuple[CheckResult, ...]:
    """What was not tried or not decided, what went wrong first."""
    return tuple(
        one
        for outcome in (Outcome.ERRORED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE)
        for one in ended(report, outcome)
    )


def grouped_by_reason(results: tuple[CheckResult, ...]) -> tuple[tuple[Outcome, str, tuple[str, ...]], ...]:
    """Outcome and reason of undecided checks, with the slugs that share them, in the order of the first."""
    groups: dict[tuple[Outcome, str], list[str]] = {}
    for one in results:
        groups.setdefault((one.outcome, (one.reason or "").strip()), []).append(one.check)
    return tuple((outcome, reason, tuple(slugs)) for (outcome, reason), slugs in groups.items())


def causes(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each root cause as its sentence, with the slugs of the checks that it explains."""
    explained: dict[str, list[str]] = {}
    for result in broken(report):
        for cause in dict.fromkeys(found.cause for found in result.findings if found.cause):
            explained.setdefault(cause, []).append(result.check)
    return tuple((headline(cause), tuple(slugs)) for cause, slugs in explained.items())


def told(report: Report) -> tuple[tuple[str, str], ...]:
    """Slug and text of what is accepted or worth knowing, breaking nothing."""
    return tuple((one.check, text) for one in report.results for text in (*one.accepted, *one.notes))


def counts(report: Report) -> tuple[tuple[Outcome, int], ...]:
    """How many checks ended how; what did not happen is left out, passed and failed are always there."""
    always = {Outcome.PASSED, Outcome.FAILED}
    numbers = ((outcome, report.count(outcome)) for outcome in Outcome)
    return tuple((outcome, number) for outcome, number in numbers if number or outcome in always)


def severities(report: Report) -> tuple[tuple[Severity, int], ...]:
    """How many findings of each severity stand, the worst first."""
    every = [severity_of(one, found) for one in broken(report) for found in one.findings]
    return tuple((word, every.count(word)) for word in sorted(Severity, reverse=True) if word in every)


def severity_of(result: CheckResult, found: Finding) -> Severity:
    """The finding's own, or that of its check."""
    return result.severity if found.severity is None else found.severity


def place(report: Report, location: CodeLocation) -> str:
    """File and line; the file from the root of the repository with forward slashes, where it lies in there."""
    return f"{source_path(report, location.file)}:{location.line}"


def source_path(report: Report, file: str) -> str:
    """A file from the root of the repository with forward slashes, or as it is if it lies elsewhere."""
    path = PurePath(file)
    inside = report.target.root and path.is_relative_to(report.target.root)
    return (path.relative_to(report.target.root) if inside else path).as_posix()


def references(result: CheckResult) -> tuple[str, ...]:
    """The standards' numbers, as people search for them."""
    return (
        *(f"CWE-{number}" for number in result.cwe),
        *(f"WSTG-{one}" for one in result.wstg),
        *(f"ASVS-{one}" for one in result.asvs),
    )


def short_remedy(result: CheckResult) -> str:
    """The first sentence on how to fix it, without the code that follows."""
    return " ".join(result.remedy.partition("\n\n")[0].split()).rstrip(":")


def by_standard(results: tuple[CheckResult, ...], standard: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each number of `wstg` or `asvs` with the slugs of the given checks that name it, sorted."""
    numbers = sorted({number for one in results for number in getattr(one, standard)}, key=_natural)
    for number in numbers:
        yield number, tuple(one.check for one in results if number in getattr(one, standard))


def _natural(number: str) -> list[tuple[int, str]]:
    """`6.2.10` after `6.2.9`."""
    parts = number.replace("-", ".").split(".")
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]
