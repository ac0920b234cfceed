"""How to see a finding again."""

import shlex

from authproof.findings import Report


def replay_command(report: Report, slug: str) -> str:
    """A command that tells the story again: people, passwords and payloads come from the check's name."""
    return f"authproof audit {shlex.quote(report.target.name)} --only {shlex.quote(slug)}"
