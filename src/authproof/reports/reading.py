"""A JSON report, read back: what it returns has the shape of version 1, and all else is a titled error."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from authproof.errors import UsageError
from authproof.findings.replay import Replay, Sign, Step, Taken, Value

# Texts of a report are cut before they are written (bounds.py): real ones stay far below this many bytes.
_LIMIT = 64 << 20
_SCHEMA = re.compile(r"authproof\.report/(?P<version>[1-9][0-9]{0,8})")
_VERSION = 1
# As AccountMaker makes them.
_NAME = re.compile("[a-z-]{6,40}")


def read_report(path: Path) -> dict[str, Any]:
    """The report in a file that `--format json` wrote; its fields are those of report.schema.json.

    Raises:
        UsageError: the file cannot be read, is not a whole report, or is from a newer authproof.
    """
    told = _parsed(path, _text(path))
    _of_our_version(path, told)
    wrong = next(_validator().iter_errors(told), None)
    if wrong is not None:
        raise _unreadable(
            path, f"{wrong.json_path[:200]} is not what report.schema.json says ({wrong.validator})"
        )
    assert isinstance(told, dict)  # says the schema
    return told


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(files(__package__).joinpath("report.schema.json").read_bytes()))


def _text(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(_LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, str(error)) from None
    if len(text) > _LIMIT:
        raise _unreadable(path, f"more than {_LIMIT >> 20} MB, and a report is smaller")
    return text


def _parsed(path: Path, text: bytes) -> object:
    """The document; UTF-16 is read too, as some shells redirect."""
    try:
        told: object = json.loads(text, parse_constant=_refused)
        json.dumps(told, ensure_ascii=False).encode()  # no half of a character (RFC 8259, 8.2) goes further
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, f"no whole JSON document: {error}") from None
    return told


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")  # RFC 8259, 6


def _of_our_version(path: Path, told: object) -> None:
    said = told.get("schema") if isinstance(told, dict) else None
    match = _SCHEMA.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        raise _unreadable(path, 'JSON, but its "schema" is not "authproof.report/1"')
    if int(match["version"]) > _VERSION:
        raise UsageError(
            "The report is from a newer authproof",
            tried=f"to read {path}",
            seen=f"{said}, and this version reads up to authproof.report/{_VERSION}",
            advice="update authproof, or write the report again with this one",
        )


def _unreadable(path: Path, seen: str) -> UsageError:
    return UsageError(
        "The report cannot be read",
        tried=f"to read {path}",
        seen=seen,
        advice="name a file that `authproof audit --format json=FILE` has written",
    )


def stored_replay(found: dict[str, Any]) -> Replay | None:
    """The steps of a finding of a report that was read; None where it has none.

    Raises:
        UsageError: a step takes something from one that comes after it, or the sign is none.
    """
    told = found.get("steps")
    if told is None:
        return None
    sign = Sign(told["sign"]["kind"], told["sign"]["text"], tuple(told["sign"]["lines"]))
    steps = tuple(map(_step, told["steps"]))
    pairs = (
        (at, value)
        for at, step in enumerate(steps)
        for _, value in (*step.headers, *step.fields, *step.planted)
    )
    ahead = any(isinstance(value, Taken) and value.step >= at for at, value in pairs)
    if (
        ahead
        or not all(map(_NAME.fullmatch, told["names"]))
        or (sign.kind == "status" and not re.fullmatch("[0-9]{1,3}", sign.text))
    ):
        raise UsageError(
            "The steps of a finding cannot be told again",
            tried="to read the steps in the report",
            seen="a step that needs a later one, or an unknown sign",
            advice="write the report again: authproof audit --format json=FILE",
        )
    return Replay(told["base"], steps, sign, tuple(told["names"]))


def _step(told: dict[str, Any]) -> Step:
    pairs = {
        name: tuple((one[0], _value(one[1])) for one in told[name])
        for name in ("headers", "fields", "planted")
    }
    return Step(
        told["browser"], told["method"], told["url"], body=told["body"], address=told["address"], **pairs
    )


def _value(told: str | dict[str, Any]) -> Value:
    return told if isinstance(told, str) else Taken(told["step"], told["kind"], told["name"], told["before"])
