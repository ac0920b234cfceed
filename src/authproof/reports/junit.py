"""The report as JUnit XML, as GitLab and Jenkins read it: one test case for each check."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 - it writes and reads nothing

from authproof.findings import CheckResult, Outcome, Report
from authproof.reports.bounds import bounded
from authproof.reports.evidence import whole_evidence
from authproof.reports.outline import place, references, severity_of, source_path
from authproof.reports.replay import replay_command
from authproof.reports.text import shortened, visible, visible_lines


def to_junit(report: Report) -> str:
    """One `testsuite` in `testsuites`, as UTF-8 text with a newline at its end."""
    report = bounded(report)
    counted = {
        "tests": str(len(report.results)),
        "failures": str(report.count(Outcome.FAILED)),
        "errors": str(report.count(Outcome.ERRORED)),
        "skipped": str(report.count(Outcome.NOT_APPLICABLE) + report.count(Outcome.INCONCLUSIVE)),
        "time": _seconds(report.duration_s),
    }
    root = Element("testsuites", {"name": "authproof"} | counted)
    suite = SubElement(root, "testsuite", {"name": f"authproof {visible(report.target.name)}"} | counted)
    _properties(suite, _facts(report))
    for result in report.results:
        _case(suite, report, result)
    indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declaration}\n{tostring(root, encoding='unicode')}\n"


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "authproof", report.version
    yield from report.target.stack
    yield "login", report.site.login or "none"
    yield "exit", str(report.exit_code)
    if report.interrupted:
        yield "interrupted", "true"
    yield from (("note", text) for text in report.notes)


def _case(suite: Element, report: Report, result: CheckResult) -> None:
    place_ = {"classname": "authproof", "name": result.check, "time": _seconds(result.duration_s)}
    located = next((found.location for found in result.findings if found.location), None)
    if located:
        place_ |= {"file": visible(source_path(report, located.file)), "line": str(located.line)}
    case = SubElement(suite, "testcase", place_)
    _properties(case, _about(result))
    _verdict(case, report, result)
    seen = [text for found in result.findings for text in map(whole_evidence, found.evidence)]
    if seen:
        SubElement(case, "system-out").text = ("\n\n" + "-" * 40 + "\n\n").join(seen)


def _about(result: CheckResult) -> Iterator[tuple[str, str]]:
    yield "severity", result.severity.word
    yield "promise", result.title
    yield from (("reference", one) for one in references(result))
    yield from (("accepted", one) for one in result.accepted)
    yield from (("note", one) for one in result.notes)


def _verdict(case: Element, report: Report, result: CheckResult) -> None:
    """A pass has none; what was not decided is skipped with the reason, never passed."""
    reason = visible_lines(result.reason or "")
    if result.outcome is Outcome.FAILED:
        _add(case, "failure", result.severity.word, _first(result), _findings(report, result))
    elif result.outcome is Outcome.ERRORED:
        last = reason.strip().splitlines()[-1] if reason.strip() else "the check did not end"
        text = "\n".join([reason, *([_findings(report, result)] if result.findings else [])])
        _add(case, "error", "errored", last, text)
    elif result.outcome is not Outcome.PASSED:
        _add(case, "skipped", result.outcome.value, f"{result.outcome.value}: {reason}", "")


def _add(case: Element, tag: str, kind: str, message: str, text: str) -> None:
    # One line: what a reader shows in its list.
    line = shortened(visible(" ".join(message.split())), 500)
    SubElement(case, tag, {"type": kind, "message": line}).text = text


def _first(result: CheckResult) -> str:
    more = len(result.findings) - 1
    first = result.findings[0].message if result.findings else "a promise is broken"
    return first + (f" (and {more} more)" if more > 0 else "")


def _findings(report: Report, result: CheckResult) -> str:
    lines = [visible(result.title), ""]
    for found in result.findings:
        where = f" ({visible(place(report, found.location))})" if found.location else ""
        lines.append(f"{severity_of(result, found).word}: {visible(found.message)}{where}")
    lines += ["", "How to fix it:", visible_lines(result.remedy), ""]
    lines += [f"again: {visible(replay_command(report, result.check))}"]
    return "\n".join([*lines, f"more:  authproof checks {result.check}"])


def _properties(parent: Element, pairs: Iterator[tuple[str, str]]) -> None:
    properties = SubElement(parent, "properties")
    for name, value in pairs:
        SubElement(properties, "property", {"name": visible(name), "value": visible(value)})


def _seconds(duration: float) -> str:
    return f"{duration:.3f}"
