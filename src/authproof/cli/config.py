"""Configuration from `[tool.authproof]` in pyproject.toml."""

import difflib
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from authproof.errors import UsageError
from authproof.findings import Acceptance, Policy, Severity
from authproof.site import Wishes
from authproof.target import Bounds

_PAGES = ("login", "register", "logout", "protected", "username", "password", "email")
# Keys for URL targets, and what each is called among the bounds.
_BOUNDS = {"max-requests": "requests", "pace": "pace", "answer-limit": "answer_s"}
_KEYS = (
    "target", *_PAGES, "only", "skip", "fail-on", "browser", "environ", "public", "policy", "accept", "allow-host",
    *_BOUNDS,
)  # fmt: skip
_POLICY = tuple(one.name.replace("_", "-") for one in fields(Policy) if one.name != "acceptances")
_ACCEPT = ("reason", "until", "up-to")


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
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("authproof", {})
        return _config(table)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(str(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(f"a value of another kind than expected ({error})") from None


def _config(table: dict[str, Any]) -> TargetConfig:
    _known(table, _KEYS, "tool.authproof")
    pages = {name: table[name] for name in _PAGES if name in table}
    if "protected" in pages:
        pages["protected"] = tuple(pages["protected"])
    return TargetConfig(
        table.get("target"),
        Wishes(**pages),
        _policy(table.get("policy", {}), table.get("public", []), table.get("accept", {})),
        tuple(table.get("only", ())),
        tuple(table.get("skip", ())),
        Severity.of(table.get("fail-on", "low")),
        tuple((name, _value(value)) for name, value in sorted(table.get("environ", {}).items())),
        _flag(table, "browser"),
        _hosts(table.get("allow-host", [])),
        Bounds(**{name: _positive(key, table[key]) for key, name in _BOUNDS.items() if key in table}),
    )


def _hosts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("allow-host is a list of names")
    return tuple(value)


def _positive(key: str, value: object) -> Any:  # noqa: ANN401 - an int or a float, as it stands there
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise TypeError(f"{key} is a number")
    return value


def _policy(table: dict[str, Any], public: list[str], accept: dict[str, Any]) -> Policy:
    _known(table, _POLICY, "tool.authproof.policy")
    given: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }
    given |= {"public": tuple(public)} if public else {}
    return Policy(
        **given, acceptances=tuple(_acceptance(slug, word) for slug, word in sorted(accept.items()))
    )


def _acceptance(slug: str, word: dict[str, Any]) -> Acceptance:
    _known(word, _ACCEPT, f"tool.authproof.accept.{slug}")
    until = word["until"] if isinstance(word["until"], date) else date.fromisoformat(word["until"])
    return Acceptance(slug, word["reason"], until, Severity.of(word.get("up-to", "critical")))


def _flag(table: dict[str, Any], key: str) -> bool:
    if not isinstance(table.get(key, True), bool):
        raise TypeError(f"{key} is true or false")
    return bool(table.get(key, True))


def _value(value: object) -> str:
    """A variable's value; `{ random = 32 }` is a fresh secret of so many bytes for each audit."""
    return secrets.token_hex(int(value["random"])) if isinstance(value, dict) else str(value)


def _known(table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, 1, 0.4)
            raise _wrong(
                f"{key!r} in [{where}]"
                + (f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(keys)}")
            )


def _wrong(seen: str) -> UsageError:
    return UsageError(
        "The configuration is not understood",
        tried="to read [tool.authproof] in pyproject.toml",
        seen=seen,
        advice="correct it there",
    )
