"""Pure functions from a report to text, and back from JSON. A new reporter is one more line in this table."""

from collections.abc import Callable

from authproof.findings import Report
from authproof.reports.failure import to_failure
from authproof.reports.html import to_html
from authproof.reports.json_v1 import to_json
from authproof.reports.junit import to_junit
from authproof.reports.markdown import to_markdown
from authproof.reports.reading import read_report
from authproof.reports.sarif import to_sarif
from authproof.reports.terminal import Verbosity, to_terminal, to_text

# By the word that `--format` takes.
REPORTERS: dict[str, Callable[[Report], str]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "junit": to_junit,
    "html": to_html,
    "markdown": to_markdown,
}

__all__ = [
    "REPORTERS",
    "Verbosity",
    "read_report",
    "to_failure",
    "to_html",
    "to_json",
    "to_junit",
    "to_markdown",
    "to_sarif",
    "to_terminal",
    "to_text",
]
