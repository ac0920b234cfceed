"""Every key of [tool.authproof]: its kind and what it means, for reading, for the documentation and for `init`."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from authproof.findings import Policy, Severity

# The most that a number may be: seconds of 31 years.
_MOST = 1_000_000_000
_MOST_RANDOM = 1024
_SEVERITIES = tuple(one.word for one in Severity if one is not Severity.INFO)


class Kind(Enum):
    """The kind of a value, in words."""

    TEXT = "a string"
    TEXTS = "a list of strings"
    FLAG = "true or false"
    NUMBER = f"a whole number from 0 to {_MOST}"
    AMOUNT = f"a number from 0 to {_MOST}"
    SEVERITY = f"one of {', '.join(_SEVERITIES)}"
    DATE = "a date such as 2030-01-31"
    VARIABLE = f"a string, a number, true, false or {{ random = 32 }} with 1 to {_MOST_RANDOM} bytes"
    TABLE = "a table"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    name: str
    kind: Kind
    meaning: str


class MisfitError(Exception):
    """A key or value that is not understood: `path` leads to it from the document's root."""

    def __init__(self, path: tuple[str, ...], seen: str) -> None:
        """Say where and what."""
        super().__init__(seen)
        self.path, self.seen = path, seen


KEYS = (
    Key("target", Kind.TEXT, "the app: package.module:attribute or path/to/file.py:attribute"),
    Key("login", Kind.TEXT, "path of the login page, where discovery does not find it"),
    Key("register", Kind.TEXT, 'path of the registration page, or "none"'),
    Key("logout", Kind.TEXT, "path of what logs out"),
    Key("protected", Kind.TEXTS, "paths of pages that only a signed-in person gets"),
    Key("username", Kind.TEXT, "an account that exists, where nobody can register"),
    Key("password", Kind.TEXT, "its password; better AUTHPROOF_PASSWORD in the environment"),
    Key("email", Kind.TEXT, "its mail address, where it is not its name"),
    Key("only", Kind.TEXTS, "run these checks alone"),
    Key("skip", Kind.TEXTS, "leave these checks out"),
    Key("fail-on", Kind.SEVERITY, "exit 1 at this severity and above"),
    Key("browser", Kind.FLAG, "look with a real Chromium too, where there is one"),
    Key("allow-host", Kind.TEXTS, "other machines whose URLs may be audited"),
    Key("max-requests", Kind.NUMBER, "requests that a URL may get in all"),
    Key("pace", Kind.AMOUNT, "requests a second that a URL may get; 0 for any number"),
    Key("answer-limit", Kind.AMOUNT, "seconds in which a URL has to answer"),
    Key("public", Kind.TEXTS, "paths that are open to everybody by intent"),
    Key("environ", Kind.TABLE, "environment variables for the app alone"),
    Key("policy", Kind.TABLE, "thresholds, and what the app's surroundings do"),
    Key("accept", Kind.TABLE, "findings that the team accepts, a table for each check"),
)
ACCEPT_KEYS = (
    Key("reason", Kind.TEXT, "why it is accepted; needed"),
    Key("until", Kind.DATE, "the last day on which it is; needed"),
    Key("up-to", Kind.SEVERITY, "the highest severity that is accepted"),
)
_POLICY_MEANINGS = {
    "minimum_length": "shortest password that may be accepted, in characters (ASVS 6.2.1)",
    "recommended_length": "shortest password that should be accepted (NIST 800-63B-4, 3.1.1.2)",
    "failure_limit": "failed logins in a row after which something must slow them (WSTG-ATHN-03)",
    "failure_bound": "failed logins in a row that must never be evaluated (NIST 800-63B-4, 3.2.2)",
    "lock_limit": "seconds after which a locked account must be open again (WSTG-ATHN-03)",
    "idle_limit": "seconds without a request after which a session must have ended (NIST 800-63B-4, 2.1.3)",
    "absolute_limit": "seconds after which a session must have ended in any case",
    "remember_limit": "seconds after which a remember cookie must have ended",
    "reset_limit": "seconds after which a reset link must have ended (WSTG-ATHN-09)",
    "session_limit": "most sessions that one person may have at a time; 0 for any number",
    "public_names": "who has an account is no secret",
    "tls_at_proxy": "another server in front terminates TLS and sends HSTS",
    "throttled_at_proxy": "another server in front limits attempts",
    "host_at_proxy": "another server in front fixes the Host header",
    "embedded": "other sites may frame the pages",
    "test_config": "the configuration that is audited is meant for tests",
    "redirect_hosts": "hosts to which the login may redirect",
    "public": "paths that are open to everybody by intent",
}
_POLICY_KINDS = {bool: Kind.FLAG, int: Kind.NUMBER, tuple: Kind.TEXTS}
POLICY_KEYS = tuple(
    Key(name.replace("_", "-"), _POLICY_KINDS[type(getattr(Policy(), name))], _POLICY_MEANINGS[name])
    for name in (one.name for one in fields(Policy) if one.name != "acceptances")
)


def checked(table: object, keys: Iterable[Key], path: tuple[str, ...]) -> dict[str, Any]:
    """The table, if each of its keys is one of these and has a value of its kind.

    Raises:
        MisfitError: it does not, or it is no table.
    """
    kinds = {key.name: key.kind for key in keys}
    whole = named(table, kinds, path)
    for name, value in whole.items():
        fitting(value, kinds[name], (*path, name))
    return whole


def named(table: object, names: Iterable[str], path: tuple[str, ...]) -> dict[str, Any]:
    """The table, if each of its keys is one of these; the error tells the nearest one.

    Raises:
        MisfitError: it is not, or it is no table.
    """
    known = tuple(names)
    for name in (whole := fitting(table, Kind.TABLE, path)):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.4)
            told = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise MisfitError((*path, name), f"{name!r} in [{'.'.join(path)}]; {told}")
    return whole  # type: ignore[no-any-return]


def fitting(value: Any, kind: Kind, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - of any kind, until it is seen
    """The value, if it is of that kind.

    Raises:
        MisfitError: it is not.
    """
    if not _FITS[kind](value):
        raise MisfitError(
            path, f"{path[-1]!r} in [{'.'.join(path[:-1])}] is {_shown(value)}, not {kind.value}"
        )
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST


def _is_date(value: object) -> bool:
    try:
        return type(value) is date or bool(date.fromisoformat(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _is_variable(value: object) -> bool:
    if isinstance(value, dict):
        return set(value) == {"random"} and _is_whole(value["random"], 1, _MOST_RANDOM)
    return isinstance(value, str | int | float)


_FITS: dict[Kind, Callable[[object], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.TEXTS: lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.NUMBER: lambda value: _is_whole(value, 0, _MOST),
    Kind.AMOUNT: _is_amount,
    Kind.SEVERITY: lambda value: value in _SEVERITIES,
    Kind.DATE: _is_date,
    Kind.VARIABLE: _is_variable,
    Kind.TABLE: lambda value: isinstance(value, dict),
}
