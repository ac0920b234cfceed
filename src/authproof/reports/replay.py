"""How to see a finding again."""

import shlex

from authproof.findings import CheckResult, Finding, Report
from authproof.replay import curl_script, pytest_script


def replay_command(report: Report, slug: str) -> str:
    """A command that tells the story again: people, passwords and payloads come from the check's name."""
    return f"authproof audit {shlex.quote(report.target.name)} --only {shlex.quote(slug)}"


def replay_script(report: Report, result: CheckResult, found: Finding) -> str:
    """The script that shows a finding again: curl lines for a URL, else a test; empty where no few requests can."""
    if found.replay is None:
        return ""
    if report.target.kind == "http":
        return curl_script(found.replay, slug=result.check, message=found.message)
    return pytest_script(
        found.replay,
        slug=result.check,
        target=report.target.name,
        promise=result.title,
        message=found.message,
    )
