"""Options of `authproof audit`: what the command line says goes before what pyproject.toml says."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click

from authproof.audit import AuditOptions, asked_for, listed
from authproof.audit.configuration import read_config
from authproof.errors import UsageError
from authproof.findings import Severity
from authproof.reports import REPORTERS, Verbosity
from authproof.site import Wishes
from authproof.target import Bounds

_WORDS = ", ".join(REPORTERS)
# What people call a format besides.
_OTHER_WORDS = {
    "md": "markdown",
    "xml": "junit",
    "htm": "html",
    "txt": "text",
    "terminal": "text",
    "github": "sarif",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The parsed command line."""

    target: str | None
    login: str | None
    register: str | None
    logout: str | None
    protected: tuple[str, ...]
    username: str | None
    password: str | None
    email: str | None
    only: str | None
    skip: str | None
    fail_on: str | None
    formats: tuple[str, ...]
    jobs: int
    strict: bool
    real_hashing: bool
    browser: bool | None
    trace: str | None
    allow_host: tuple[str, ...]
    max_requests: int | None
    pace: float | None
    answer_limit: float | None
    quiet: bool
    verbose: bool
    no_color: bool


_SEVERITIES = click.Choice([one.word for one in Severity if one is not Severity.INFO])
_SITE_PARAMETERS = (
    click.argument("target", required=False),
    click.option("--login", metavar="PATH", help="The login page, where discovery does not find it."),
    click.option("--register", metavar="PATH|none", help="The registration page, or none."),
    click.option("--logout", metavar="PATH", help="What logs out."),
    click.option(
        "--protected", metavar="PATH", multiple=True, help="A page that only a signed-in person gets."
    ),
    click.option("--username", metavar="NAME", help="An account that exists, where nobody can register."),
    click.option("--password", metavar="WORD", help="Its password.", envvar="AUTHPROOF_PASSWORD"),
    click.option("--email", metavar="ADDRESS", help="Its mail address, where it is not its name."),
    click.option(
        "--browser/--no-browser",
        default=None,
        help="Look with a real Chromium too, where there is one (the default), or never.",
    ),
    click.option(
        "--allow-host",
        metavar="HOST",
        multiple=True,
        help="Another machine whose URL may be audited: you may do that there.",
    ),
    click.option(
        "--max-requests", metavar="N", type=click.IntRange(min=1), help="Requests that a URL may get (20000)."
    ),
    click.option(
        "--pace",
        metavar="N",
        type=click.FloatRange(min=0),
        help="Requests a second that a URL may get (0: any).",
    ),
    click.option(
        "--answer-limit",
        metavar="SECONDS",
        type=click.FloatRange(min=0.1),
        help="Seconds in which a URL has to answer (20).",
    ),
)
_PARAMETERS = (
    *_SITE_PARAMETERS,
    click.option("--only", metavar="SLUG,..", help="Run these checks alone."),
    click.option("--skip", metavar="SLUG,..", help="Leave these checks out."),
    click.option("--fail-on", type=_SEVERITIES, help="Exit 1 at this severity and above (low)."),
    click.option(
        "--format",
        "formats",
        metavar="KIND[=FILE]",
        multiple=True,
        help=f"A report to a file or to standard output; KIND is one of {_WORDS}.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        help="Checks at a time (0: one for each core).",
    ),
    click.option("--strict", is_flag=True, help="Exit 4 if a check was inconclusive."),
    click.option("--real-hashing", is_flag=True, help="Compute every password hash anew."),
    click.option("--trace", metavar="DIR", help="Keep Playwright's traces of the browser there."),
    click.option("-q", "--quiet", is_flag=True, help="A line for each finding, and the last line."),
    click.option("-v", "--verbose", is_flag=True, help="Every finding whole, and what held."),
    click.option("--no-color", is_flag=True, help="No colours; NO_COLOR in the environment does it too."),
)


def audit_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the parameters of an audit."""
    for add in reversed(_PARAMETERS):
        command = add(command)
    return command


def site_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the target and what can be said of its pages."""
    for add in reversed(_SITE_PARAMETERS):
        command = add(command)
    return command


def site_options(given: Mapping[str, Any]) -> AuditOptions:
    """What the options of `site_parameters` and pyproject.toml say together of a target.

    Raises:
        UsageError: there is no target, or a value is not understood.
    """
    asked = asked_for(given["target"], read_config(), tuple(given["allow_host"]))
    browser = asked.browser if given["browser"] is None else given["browser"]
    bounds = _bounds(given, asked.bounds)
    return replace(asked, wishes=_wishes(given, asked.wishes), browser=browser, bounds=bounds)


def audit_options(settings: Settings) -> AuditOptions:
    """What the command line and pyproject.toml ask for together.

    Raises:
        UsageError: there is no target, or a value is not understood.
    """
    asked = site_options(asdict(settings))
    return replace(
        asked,
        only=listed(settings.only) or asked.only,
        skip=listed(settings.skip) or asked.skip,
        fail_on=Severity.of(settings.fail_on) if settings.fail_on else asked.fail_on,
        jobs=settings.jobs,
        strict=settings.strict,
        real_hashing=settings.real_hashing,
        trace=trace_folder(settings.trace),
    )


def trace_folder(named: str | None) -> str:
    """The folder for traces as an absolute path, made where it is missing; empty where none is named.

    Raises:
        UsageError: it cannot be made.
    """
    if not named:
        return ""
    try:
        Path(named).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "The traces cannot be kept",
            tried=f"to make the folder {named}",
            seen=str(error),
            advice="name a folder that is yours",
        ) from None
    return str(Path(named).absolute())


def output_formats(given: tuple[str, ...]) -> tuple[tuple[str, str | None], ...]:
    """Kind and file of each report to write; text to standard output where nothing goes there by wish.

    Raises:
        UsageError: an unknown kind, or two reports for standard output.
    """
    pairs = [
        (kind, None if file in {"", "-"} else file) for kind, _, file in (one.partition("=") for one in given)
    ]
    unknown = [kind for kind, _ in pairs if kind not in REPORTERS]
    if unknown:
        raise _unknown_format(unknown[0])
    if sum(file is None for _, file in pairs) > 1:
        raise UsageError(
            "Two reports for one output",
            tried=" ".join(f"--format {one}" for one in given),
            seen="two formats without a file",
            advice="give all but one a file: --format json=out.json",
        )
    return tuple(pairs) if any(file is None for _, file in pairs) else (("text", None), *pairs)


def verbosity(settings: Settings) -> Verbosity:
    """How much the text report tells.

    Raises:
        UsageError: both less and more are asked for.
    """
    if settings.quiet and settings.verbose:
        raise UsageError(
            "Quiet and verbose exclude each other",
            tried="--quiet --verbose",
            seen="both",
            advice="leave one of them out",
        )
    if settings.quiet:
        return Verbosity.QUIET
    return Verbosity.VERBOSE if settings.verbose else Verbosity.NORMAL


def _unknown_format(word: str) -> UsageError:
    near = difflib.get_close_matches(word.lower(), [*REPORTERS, *_OTHER_WORDS], 2, 0.5)
    meant = " or ".join(dict.fromkeys(_OTHER_WORDS.get(one, one) for one in near))
    return UsageError(
        "The format is not known",
        tried=f"--format {word}",
        seen="no such format",
        advice=(f"did you mean {meant}? " if meant else "") + f"known are {_WORDS}",
    )


def _wishes(given: Mapping[str, Any], own: Wishes) -> Wishes:
    return replace(own, **{name: given[name] for name in Wishes.__slots__ if given[name]})


def _bounds(given: Mapping[str, Any], own: Bounds) -> Bounds:
    return Bounds(
        given["max_requests"] or own.requests,
        own.pace if given["pace"] is None else given["pace"],
        given["answer_limit"] or own.answer_s,
    )
