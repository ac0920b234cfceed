"""The commands."""

import signal
import sys
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from authproof import __version__
from authproof.audit import AuditInterrupted, AuditOptions, audit
from authproof.checks import catalogue, find_check
from authproof.cli.doctoring import doctor_command
from authproof.cli.explaining import explained
from authproof.cli.initializing import init_command
from authproof.cli.options import Settings, audit_options, audit_parameters, output_formats, verbosity
from authproof.cli.progress import AuditProgress
from authproof.cli.replaying import replay_command
from authproof.cli.signals import interruptible
from authproof.cli.writing import ensure_writable, write_reports
from authproof.errors import AuthproofError, Interrupted
from authproof.findings import Report
from authproof.reports.text import visible


class TitledErrors(click.Group):
    """Every error of ours ends the process with its title, what was tried, seen and to do; no trace."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command."""
        try:
            with interruptible():
                return super().invoke(ctx)
        except AuthproofError as error:
            tell(error)
            sys.exit(error.exit_code)
        except Interrupted as stop:
            tell(_interruption(stop, ctx.invoked_subcommand or ""))
            sys.exit(stop.exit_code)


@click.group(
    cls=TitledErrors, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="authproof")
def main() -> None:
    """Which promises of a login hold and which are broken, with evidence that replays."""


@main.command("audit")
@audit_parameters
def audit_command(**given: Any) -> None:  # noqa: ANN401 - click hands over every option by name
    """Audit TARGET: package.module:attribute, path/to/file.py:attribute or http://127.0.0.1:PORT.

    Exits with 0 if nothing at or above the threshold was found, 1 with findings, 2 for a wrong option or
    configuration, 3 if nothing could be audited, 4 if a check errored. Ctrl-C ends it with 130, and the report then
    tells of the checks that had ended.
    """
    settings = Settings(**given)
    options, formats, words = audit_options(settings), output_formats(settings.formats), verbosity(settings)
    ensure_writable(formats)
    console = Console(stderr=True, quiet=settings.quiet, no_color=settings.no_color or None)
    with AuditProgress(console, options) as progress:
        report = _audited(options, progress)
    write_reports(report, formats, words, no_color=settings.no_color)
    sys.exit(report.exit_code)


def _audited(options: AuditOptions, progress: AuditProgress) -> Report:
    """The report; after a signal that of the checks that had ended."""
    try:
        return audit(options, progress.watch)[0]
    except AuditInterrupted as stop:
        return stop.report


@main.command("checks")
@click.argument("slug", required=False)
def checks_command(slug: str | None) -> None:
    """List the checks, or explain one: what it promises, how it is tried, how to fix it."""
    console = Console(highlight=False)
    if slug:
        console.print(explained(find_check(slug), console.width), soft_wrap=True)
        return
    width = max(len(one.slug) for one in catalogue()) + 2
    for one in catalogue():
        console.print(
            Text.assemble((f"{one.slug:<{width}}", "bold"), (f"{one.severity.word:<9}", "dim"), one.promise),
            soft_wrap=True,
        )


main.add_command(replay_command)
main.add_command(doctor_command)
main.add_command(init_command)


def _interruption(stop: Interrupted, command: str) -> AuthproofError:
    return AuthproofError(
        "Interrupted",
        tried=f"to run authproof {command}",
        seen=f"{signal.Signals(stop.number).name} before there was a report",
        advice="run it again; whatever it had started has ended",
    )


def tell(error: AuthproofError) -> None:
    """Print an error for a person, on standard error."""
    console = Console(stderr=True, highlight=False)
    console.print(Text(visible(error.title), style="bold red"))
    for label, text in (("tried", error.tried), ("seen", error.seen), ("do", error.advice)):
        safe = "\n".join(map(visible, text.splitlines()))  # it may quote what the target said
        console.print(Text.assemble((f"  {label:<6}", "dim"), safe), soft_wrap=True)
