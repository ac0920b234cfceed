"""The checks of a report as rules of SARIF, and the CWE as the taxonomy that they refer to."""

from typing import Any

from authproof.findings import CheckResult, Report, Severity
from authproof.reports.text import visible_lines

Json = dict[str, Any]

# `note` for low: GitHub fails a pull request on `error` and shows a warning at the line for `warning`; what a team
# may well live with is shown, and stops nobody. GitHub names the alert by `security-severity` in any case.
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
# GitHub: over 9.0 critical, from 7.0 high, from 4.0 medium, below it low.
_SECURITY_SEVERITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
    Severity.INFO: "0.1",
}
_CWE = "https://cwe.mitre.org/data/definitions/{}.html"


def rule(result: CheckResult) -> Json:
    """One check as a `reportingDescriptor` (SARIF 2.1.0, section 3.49)."""
    told: Json = {
        "id": result.check,
        "name": "".join(word.capitalize() for word in result.check.split("-")),
        "shortDescription": {"text": visible_lines(result.title) or result.check},
        "fullDescription": {"text": _why(result)},
        "help": _help(result),
        "defaultConfiguration": {"level": LEVELS[result.severity]},
        "properties": {
            "tags": _tags(result),
            "precision": "very-high",
            "security-severity": _SECURITY_SEVERITY[result.severity],
        },
    }
    if result.cwe:
        told["helpUri"] = _CWE.format(result.cwe[0])
        told["relationships"] = [
            {"target": {"id": str(number), "toolComponent": {"name": "CWE"}}, "kinds": ["relevant"]}
            for number in result.cwe
        ]
    return told


def cwe_taxonomy(report: Report) -> Json:
    """The weaknesses that the rules name, as a `toolComponent` (SARIF 2.1.0, section 3.19.3)."""
    numbers = sorted({number for result in report.results for number in result.cwe})
    return {
        "name": "CWE",
        "organization": "MITRE",
        "informationUri": "https://cwe.mitre.org/",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "taxa": [{"id": str(number), "helpUri": _CWE.format(number)} for number in numbers],
    }


def _tags(result: CheckResult) -> list[str]:
    """GitHub takes twenty tags, shows the first ten, and reads a CWE from `external/cwe/cwe-NNN`."""
    tags = [
        "security",
        *(f"external/cwe/cwe-{number:03}" for number in result.cwe),
        *(f"wstg/{one}" for one in result.wstg),
        *(f"asvs/{one}" for one in result.asvs),
    ]
    return list(dict.fromkeys(tags))[:20]


def _why(result: CheckResult) -> str:
    sections = [visible_lines(result.title), *(visible_lines(text) for _, text in result.page[:1])]
    return "\n\n".join(filter(None, sections)) or result.check


def _help(result: CheckResult) -> Json:
    page = result.page or (("How to fix it in Flask", result.remedy),)
    sections = [(heading, visible_lines(text)) for heading, text in page]
    more = f"authproof checks {result.check}"
    return {
        "text": "\n\n".join([*(f"{heading}:\n\n{text}" for heading, text in sections), more]),
        "markdown": "\n\n".join([*(f"## {heading}\n\n{text}" for heading, text in sections), f"`{more}`"]),
    }
