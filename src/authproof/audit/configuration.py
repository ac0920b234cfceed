"""Configuration from `[tool.authproof]` in pyproject.toml."""

import secrets
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from authproof.audit.keys import ACCEPT_KEYS, KEYS, POLICY_KEYS, Kind, MisfitError, checked, fitting, named
from authproof.audit.toml_lines import line_of
from authproof.checks import catalogue
from authproof.errors import UsageError
from authproof.findings import Acceptance, Policy, Severity
from authproof.site import Wishes
from authproof.target import Bounds

_PAGES = ("login", "register", "logout", "protected", "username", "password", "email")
# Keys for URL targets, and what each is called among the bounds.
_BOUNDS = {"max-requests": "requests", "pace": "pace", "answer-limit": "answer_s"}
_HERE = ("tool", "authproof")


@dataclass(frozen=True, slots=True)
class TargetConfig:
    """What a team wrote about its own app."""

    target: str | None = None
    wishes: Wishes = field(default_factory=Wishes)
    policy: Policy = field(default_factory=Policy)
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    fail_on: Severity = Severity.LOW
    environ: tuple[tuple[str, str], ...] = ()
    browser: bool = True
    allow_hosts: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)


def read_config(folder: Path | None = None) -> TargetConfig:
    """The configuration of the folder in which we run; defaults where there is none.

    Raises:
        UsageError: the file cannot be read, or a key or value in it is not understood.
    """
    file = (folder or Path.cwd()) / "pyproject.toml"
    if not file.is_file():
        return TargetConfig()
    try:
        text = file.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:  # ValueError: neither TOML nor UTF-8
        raise _wrong(f"{file.name}: {error}") from None
    try:
        return _config(fitting(document.get("tool", {}), Kind.TABLE, ("tool",)).get("authproof", {}))
    except MisfitError as misfit:
        line = line_of(text, misfit.path)
        raise _wrong(f"{file.name}{f':{line}' if line else ''}: {misfit.seen}") from None


def _config(given: object) -> TargetConfig:
    table = checked(given, KEYS, _HERE)
    pages = {name: table[name] for name in _PAGES if name in table}
    if "protected" in pages:
        pages["protected"] = tuple(pages["protected"])
    return TargetConfig(
        table.get("target"),
        Wishes(**pages),
        _policy(table),
        tuple(table.get("only", ())),
        tuple(table.get("skip", ())),
        Severity.of(table.get("fail-on", "low")),
        tuple(_variable(name, value) for name, value in sorted(table.get("environ", {}).items())),
        table.get("browser", True),
        tuple(table.get("allow-host", ())),
        Bounds(**{name: table[key] for key, name in _BOUNDS.items() if table.get(key)}),
    )


def _policy(table: dict[str, Any]) -> Policy:
    said = checked(table.get("policy", {}), POLICY_KEYS, (*_HERE, "policy"))
    given: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in said.items()
    }
    given |= {"public": tuple(table["public"])} if table.get("public") else {}
    slugs = [check.slug for check in catalogue()]
    accepted = named(table.get("accept", {}), slugs, (*_HERE, "accept"))
    return Policy(
        **given, acceptances=tuple(_acceptance(slug, word) for slug, word in sorted(accepted.items()))
    )


def _acceptance(slug: str, given: object) -> Acceptance:
    path = (*_HERE, "accept", slug)
    word = checked(given, ACCEPT_KEYS, path)
    for needed in ("reason", "until"):
        if needed not in word:
            raise MisfitError(path, f"[{'.'.join(path)}] has no {needed!r}")
    until = word["until"] if isinstance(word["until"], date) else date.fromisoformat(word["until"])
    return Acceptance(slug, word["reason"], until, Severity.of(word.get("up-to", "critical")))


def _variable(name: str, given: object) -> tuple[str, str]:
    """A variable and its value; `{ random = 32 }` is a fresh secret of so many bytes for each audit."""
    value = fitting(given, Kind.VARIABLE, (*_HERE, "environ", name))
    return name, secrets.token_hex(value["random"]) if isinstance(value, dict) else str(value)


def _wrong(seen: str) -> UsageError:
    return UsageError(
        "The configuration is not understood",
        tried="to read [tool.authproof] in pyproject.toml",
        seen=seen,
        advice="correct it there",
    )
