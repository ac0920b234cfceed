"""`authproof replay`: a finding of a report as a script."""

import re
from pathlib import Path
from typing import Any

import click

from authproof.errors import UsageError
from authproof.replay import check_script, curl_script, pytest_script
from authproof.reports.reading import read_report, stored_replay

_TESTS = "tests"
# It becomes the name of a function.
_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@click.command("replay")
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("slug")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["pytest", "curl"]),
    help="A test, written into your suite, or curl lines. Without it what fits the target is printed.",
)
@click.option(
    "--finding",
    "number",
    default=1,
    metavar="N",
    type=click.IntRange(min=1),
    help="Which of the check's findings (1).",
)
@click.option("--url", metavar="URL", help="Where the app is served, for curl lines.")
@click.option("-o", "--output", metavar="FILE", help="Write there; - is standard output.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def replay_command(
    report: Path,
    slug: str,
    kind: str | None,
    number: int,
    url: str | None,
    output: str | None,
    *,
    force: bool,
) -> None:
    """Show a finding of REPORT (written by `authproof audit --format json=REPORT`) again.

    --as pytest writes tests/test_authproof_SLUG.py: it fails while the promise is broken.
    """
    told = read_report(report)
    check, found = _found(told, slug, number)
    served = told["target"]["kind"] == "http"
    if (kind or ("curl" if served else "pytest")) == "curl":
        _put(_as_curl(told, check, found, url), output or "-", force=force)
    else:
        _put(_as_pytest(told, check, found), output or (_place(slug) if kind else "-"), force=force)


def _found(told: dict[str, Any], slug: str, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    broken = {
        one["check"]: one for one in told["checks"] if one["findings"] and _SLUG.fullmatch(one["check"])
    }
    if slug not in broken:
        raise UsageError(
            "The report has no such finding",
            tried=f"to find {slug} in the report",
            seen=f"findings of {', '.join(broken)}" if broken else "no finding at all",
            advice="name one of those that it has",
        )
    findings = broken[slug]["findings"]
    if number > len(findings):
        raise UsageError(
            "The check has fewer findings",
            tried=f"to take finding {number} of {slug}",
            seen=f"{len(findings)} in the report",
            advice="count from 1",
        )
    return broken[slug], findings[number - 1]


def _as_pytest(told: dict[str, Any], check: dict[str, Any], found: dict[str, Any]) -> str:
    words = {
        "slug": check["check"],
        "target": told["target"]["name"],
        "promise": check["title"],
        "message": found["message"],
    }
    steps = stored_replay(found)
    return (
        pytest_script(steps, **words) if steps and told["target"]["kind"] == "wsgi" else check_script(**words)
    )


def _as_curl(told: dict[str, Any], check: dict[str, Any], found: dict[str, Any], url: str | None) -> str:
    steps = stored_replay(found)
    if steps is None:
        raise UsageError(
            "No few requests show this finding",
            tried=f"to tell {check['check']} as curl lines",
            seen="a finding that needs the check itself: many attempts, a moved clock, or a look inside",
            advice=f"authproof audit {told['target']['name']} --only {check['check']}, or --as pytest",
        )
    return curl_script(steps, slug=check["check"], message=found["message"], base=url)


def _place(slug: str) -> str:
    """A file in the user's suite."""
    folder = Path(_TESTS) if Path(_TESTS).is_dir() else Path()
    return str(folder / f"test_authproof_{slug.replace('-', '_')}.py")


def _put(text: str, output: str, *, force: bool) -> None:
    if output == "-":
        click.echo(text, nl=False)
        return
    file = Path(output)
    try:
        with file.open("w" if force else "x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        advice = (
            "--force writes over it"
            if isinstance(error, FileExistsError)
            else "name a file in a folder that is yours"
        )
        raise UsageError(
            "The script cannot be written", tried=f"to write {file}", seen=str(error), advice=advice
        ) from None
    click.echo(f"written: {file}")
