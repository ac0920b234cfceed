"""`authproof init`: a commented configuration of what discovery found."""

import tomllib
from pathlib import Path
from typing import Any

import click

from authproof.audit.doctor import diagnose
from authproof.audit.starter import starter
from authproof.cli.options import site_options, site_parameters
from authproof.cli.progress import step_by_step
from authproof.errors import UsageError

_FILE = "pyproject.toml"


@click.command("init")
@site_parameters
@click.option("--write", is_flag=True, help=f"Add it to {_FILE}, which must not have [tool.authproof] yet.")
def init_command(write: bool, **given: Any) -> None:  # noqa: ANN401 - click hands over every option by name
    """Print a commented [tool.authproof] for TARGET, with the pages that were found."""
    options = site_options({**given, "browser": False})
    before = _without_ours(Path(_FILE)) if write else ""
    with step_by_step(f"loading {options.target.text}") as watch:
        found = diagnose(options, watch)
    if found.error:
        raise found.error
    assert found.examination  # there is no error
    assert found.examination.prepared
    text = starter(options.target.text, options.wishes, found.examination.prepared.site)
    if not write:
        click.echo(text, nl=False)
        return
    _save(Path(_FILE), before, text)
    click.echo(f"[tool.authproof] stands in {_FILE}: `authproof audit` needs no further word", err=True)


def _without_ours(file: Path) -> str:
    """What stands in the file; nothing where there is none.

    Raises:
        UsageError: it cannot be read, or [tool.authproof] is in it.
    """
    try:
        with file.open(encoding="utf-8", newline="") as opened:  # line ends as they are
            text = opened.read()
        tool = tomllib.loads(text).get("tool", {})
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise _unwritable(str(error), f"correct {file}, or leave --write out and copy the text") from None
    if "authproof" in tool:
        raise _unwritable("it is there already", "leave --write out to see what init would say now")
    return text


def _save(file: Path, before: str, text: str) -> None:
    end = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else end if before.endswith("\n") else end * 2
    whole = before + gap + text.replace("\n", end)
    try:
        tomllib.loads(whole)
        with file.open("w", encoding="utf-8", newline="") as opened:
            opened.write(whole)
    except (OSError, ValueError) as error:
        raise _unwritable(str(error), "leave --write out and copy the text") from None


def _unwritable(seen: str, advice: str) -> UsageError:
    return UsageError(
        "The configuration cannot be written",
        tried=f"to add [tool.authproof] to {_FILE}",
        seen=seen,
        advice=advice,
    )
