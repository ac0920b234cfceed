"""Every text of a report cut to what a person reads: a target that answers with a megabyte does not fill the report."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from authproof.findings import Evidence, Replay, Report

# More of a text than this says nothing more about a login. A screenshot of a page is smaller than its limit.
TEXT_SHOWN = 4000
_PICTURE_SHOWN = 1 << 20
# So many values of one kind: headers of an answer, pieces of evidence, findings of a check.
_ITEMS_SHOWN = 200

_Anything = TypeVar("_Anything")


def bounded(report: Report) -> Report:
    """The same report with long texts and bodies cut, which then say so, and without halves of characters."""
    return replace(report, **{one.name: _bounded(getattr(report, one.name)) for one in fields(report)})


def _bounded(value: _Anything) -> _Anything:
    cut: Any = value
    if isinstance(value, Enum):  # a word of our own, though some are strings
        return value
    if isinstance(value, str):
        cut = _text(value)
    elif isinstance(value, bytes):
        cut = _bytes(value)
    elif isinstance(value, tuple):
        # The results are our own and all of them are told.
        cut = tuple(map(_bounded, value if _of_dataclasses(value) else value[:_ITEMS_SHOWN]))
    elif isinstance(value, Evidence):
        cut = Evidence(_text(value.note), _bounded(value.exchange), _picture(value.screenshot))
    elif isinstance(value, Replay):
        return _whole(value)  # type: ignore[return-value]
    elif is_dataclass(value) and not isinstance(value, type):
        cut = replace(value, **{one.name: _bounded(getattr(value, one.name)) for one in fields(value)})
    return cut  # type: ignore[no-any-return]


def _whole(told: Replay) -> Replay | None:
    """A replay as it is, or none: cut it would show nothing."""
    cut = replace(told, steps=_bounded(told.steps), sign=_bounded(told.sign))
    return told if cut == told else None


def _of_dataclasses(values: tuple[object, ...]) -> bool:
    return bool(values) and is_dataclass(values[0])


def _text(text: str) -> str:
    more = len(text) - TEXT_SHOWN
    shown = text if more <= 0 else f"{text[:TEXT_SHOWN]} [{more} characters more]"
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")  # a lone surrogate is spelled out


def _bytes(body: bytes) -> bytes:
    if len(body) <= TEXT_SHOWN:
        return body
    end = TEXT_SHOWN
    while end > TEXT_SHOWN - 3 and body[end] & 0xC0 == 0x80:  # not in the middle of a character (RFC 3629)
        end -= 1
    return body[:end] + f" [{len(body) - end} bytes more]".encode()


def _picture(screenshot: bytes) -> bytes:
    return screenshot if len(screenshot) <= _PICTURE_SHOWN else b""
