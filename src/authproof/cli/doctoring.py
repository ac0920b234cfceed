"""`authproof doctor`: what an audit would stand on, told before one is run."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from authproof.audit.doctor import Diagnosis, Remark, diagnose
from authproof.cli.options import site_options, site_parameters
from authproof.cli.progress import step_by_step
from authproof.cli.writing import show
from authproof.reports.text import visible

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "dim")}
# So many lines on what was tried: the rest is in --format json.
_TRIED_SHOWN = 12


@click.command("doctor")
@site_parameters
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell it (text)."
)
def doctor_command(form: str, **given: Any) -> None:  # noqa: ANN401 - click hands over every option by name
    """Say what was found of TARGET, what is missing, and what was tried: login, pages, database, mail, browser.

    Exits with 0 if an audit could run, 3 if not.
    """
    options = site_options(given)
    with step_by_step(f"loading {options.target.text}") as watch:
        found = diagnose(options, watch)
    if form == "json":
        click.echo(json.dumps(_as_json(found), indent=2))
    else:
        show(Group(*_as_text(found)))
    sys.exit(found.error.exit_code if found.error else 0)


def _as_json(found: Diagnosis) -> dict[str, Any]:
    return {
        "schema": "authproof.diagnosis/1",
        "target": found.target,
        "ready": found.error is None,
        "remarks": [asdict(remark) for remark in found.remarks],
    }


def _as_text(found: Diagnosis) -> Iterator[RenderableType]:
    yield Text(f"\nauthproof doctor · {visible(found.target)}\n", style="bold")
    width = max(len(remark.topic) for remark in found.remarks)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, min_width=width)
    grid.add_column(overflow="fold")
    for remark in found.remarks:
        mark, colour = _MARKS[remark.found]
        grid.add_row(Text(mark, style=colour), Text(remark.topic, style="bold"), _told(remark))
    yield grid
    ready = f"\nAn audit can run: authproof audit {visible(found.target)}, with the same options."
    yield Text("\nAn audit cannot run yet." if found.error else ready, style="bold")


def _told(remark: Remark) -> Text:
    """What was found, and below it what was tried in vain and what to do."""
    lines = [Text(visible(remark.text))]
    lines += [Text(f"tried {visible(one)}", style="dim") for one in remark.tried[:_TRIED_SHOWN]]
    if len(remark.tried) > _TRIED_SHOWN:
        lines.append(Text(f"and {len(remark.tried) - _TRIED_SHOWN} more, see --format json", style="dim"))
    if remark.advice:
        lines.append(Text.assemble(("do    ", "dim"), visible(remark.advice)))
    return Text("\n").join(lines)
