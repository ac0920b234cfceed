"""Options of `authproof audit`: what the command line says goes before what pyproject.toml says."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from authproof.audit import AuditOptions
from authproof.cli.config import TargetConfig, read_config
from authproof.errors import UsageError
from authproof.findings import Severity
from authproof.reports import REPORTERS, Verbosity
from authproof.site import Wishes
from authproof.target import Bounds, parse_target

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
_PARAMETERS = (
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
    click.option(
        "--browser/--no-browser",
        default=None,
        help="Look with a real Chromium too, where there is one (the default), or never.",
    ),
    click.option("--trace", metavar="DIR", help="Keep Playwright's traces of the browser there."),
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
    click.option("-q", "--quiet", is_flag=True, help="A line for each finding, and the last line."),
    click.option("-v", "--verbose", is_flag=True, help="Every finding whole, and what held."),
    click.option("--no-color", is_flag=True, help="No colours; NO_COLOR in the environment does it too."),
)


def audit_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the parameters of an audit."""
    for add in reversed(_PARAMETERS):
        command = add(command)
    return command


def audit_options(settings: Settings) -> AuditOptions:
    """What the command line and pyproject.toml ask for together.

    Raises:
        UsageError: there is no target, or a value is not understood.
    """
    config = read_config()
    text = settings.target or config.target
    if not text:
        raise UsageError(
            "There is no target",
            tried="to find one on the command line and in [tool.authproof] of pyproject.toml",
            seen="neither names an app",
            advice="authproof audit package.module:attribute, or path/to/file.py",
        )
    # What a team wrote about its own app (accepted findings above all) says nothing about another.
    own = config if text == config.target else TargetConfig()
    return AuditOptions(
        parse_target(text, own.environ, (*settings.allow_host, *own.allow_hosts)),
        _wishes(settings, own.wishes),
        own.policy,
        _slugs(settings.only) or own.only,
        _slugs(settings.skip) or own.skip,
        Severity.of(settings.fail_on) if settings.fail_on else own.fail_on,
        settings.jobs,
        settings.strict,
        settings.real_hashing,
        own.browser if settings.browser is None else settings.browser,
        trace_folder(settings.trace),
        bounds=_bounds(settings, own.bounds),
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


def _wishes(settings: Settings, own: Wishes) -> Wishes:
    given = {name: value for name in Wishes.__slots__ if (value := getattr(settings, name))}
    return replace(own, **given)


def _bounds(settings: Settings, own: Bounds) -> Bounds:
    return Bounds(
        settings.max_requests or own.requests,
        own.pace if settings.pace is None else settings.pace,
        settings.answer_limit or own.answer_s,
    )


def _slugs(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
