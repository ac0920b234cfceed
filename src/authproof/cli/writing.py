"""Reports to where they were asked for."""

import os
import sys
from pathlib import Path

from rich.console import Console

from authproof.errors import UsageError
from authproof.findings import Report
from authproof.reports import to_json, to_terminal


def ensure_writable(formats: tuple[tuple[str, str | None], ...]) -> None:
    """Look at the places for reports before a long audit, not after it.

    Raises:
        UsageError: a file could not be written.
    """
    for kind, file in formats:
        target = Path(file or ".")
        if file and not os.access(target if target.exists() else target.parent, os.W_OK):
            raise _unwritable(kind, target, "the folder is not there, or it is not yours to write in")


def write_reports(report: Report, formats: tuple[tuple[str, str | None], ...]) -> None:
    """Write each format to its file, or to standard output where it has none.

    Raises:
        UsageError: a file cannot be written.
    """
    for kind, file in formats:
        if file is None:
            _print(report, kind)
        else:
            _save(report, kind, Path(file))


def _print(report: Report, kind: str) -> None:
    if kind == "json":
        sys.stdout.write(to_json(report))
    else:
        to_terminal(report, Console())


def _save(report: Report, kind: str, file: Path) -> None:
    try:
        with file.open("w", encoding="utf-8") as stream:
            if kind == "json":
                stream.write(to_json(report))
            else:
                to_terminal(report, Console(file=stream, width=120))
    except OSError as error:
        raise _unwritable(kind, file, str(error)) from None


def _unwritable(kind: str, file: Path, seen: str) -> UsageError:
    return UsageError(
        "The report cannot be written",
        tried=f"to write {kind} to {file}",
        seen=seen,
        advice="name a file in a folder that is yours",
    )
