"""Reports to where they were asked for."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path

import click
from rich.console import Console, RenderableType

from authproof.errors import UsageError
from authproof.findings import Report
from authproof.reports import REPORTERS, Verbosity, to_terminal, to_text


def ensure_writable(formats: tuple[tuple[str, str | None], ...]) -> None:
    """Look at the places for reports before a long audit, not after it.

    Raises:
        UsageError: a file could not be written.
    """
    for kind, file in formats:
        target = Path(file or ".")
        if file and target.is_dir():
            raise _unwritable(kind, target, "a folder")
        if file and not os.access(target if target.exists() else target.parent, os.W_OK):
            raise _unwritable(kind, target, "the folder is not there, or it is not yours to write in")


def write_reports(
    report: Report,
    formats: tuple[tuple[str, str | None], ...],
    verbosity: Verbosity,
    *,
    no_color: bool = False,
) -> None:
    """Write each format to its file, or to standard output where it has none.

    Raises:
        UsageError: a file cannot be written.
    """
    for kind, file in formats:
        if file is not None:
            _save(kind, Path(file), _told(report, kind, verbosity))
        elif kind == "text":
            _show(report, verbosity, Console(no_color=no_color or None))
        else:
            # Bytes, for these are UTF-8 whatever the terminal speaks.
            sys.stdout.buffer.write(REPORTERS[kind](report).encode())
            sys.stdout.buffer.flush()


def show(what: RenderableType) -> None:
    """Print something for a person, without blanks at the ends of lines."""
    console = Console(highlight=False)
    with console.capture() as printed:
        console.print(what)
    _speak_any_language()
    click.echo("".join(f"{line.rstrip()}\n" for line in printed.get().splitlines()), nl=False)


def _speak_any_language() -> None:
    """A terminal that knows no ✗ still shows the words."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _show(report: Report, verbosity: Verbosity, console: Console) -> None:
    _speak_any_language()
    if console.is_terminal:
        to_terminal(report, console, verbosity)
    else:
        sys.stdout.write(to_text(report, verbosity, console.width))


def _told(report: Report, kind: str, verbosity: Verbosity) -> str:
    return to_text(report, verbosity) if kind == "text" else REPORTERS[kind](report)


def _save(kind: str, file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _unwritable(kind, file, str(error)) from None


def _unwritable(kind: str, file: Path, seen: str) -> UsageError:
    return UsageError(
        "The report cannot be written",
        tried=f"to write {kind} to {file}",
        seen=seen,
        advice="name a file in a folder that is yours",
    )
