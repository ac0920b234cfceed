"""Where a value that was sent had come from: a control of a page, a cookie that was set, a member of JSON."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange
from authproof.findings.replay import Taken, Value

# A shorter value stands in many pages by chance.
_TOKEN_LENGTH = 8
# What an answer holds: which kind of thing, its name, its value.
Held = tuple[Literal["field", "json"], str, str]
Earlier = Sequence[tuple[int, Exchange]]


def taken(earlier: Earlier, value: str) -> Value:
    """The value as what an earlier answer said, the latest first; as it is where none did.

    `earlier` pairs each answer with the number of its step.
    """
    before, _, bare = value.rpartition(" ")
    for step, exchange in reversed(earlier):
        for kind, name, held in _held(exchange):
            if held == value and len(value) >= _TOKEN_LENGTH:
                return Taken(step, kind, name)
            if held == bare and before and len(bare) >= _TOKEN_LENGTH:
                return Taken(step, kind, name, f"{before} ")
    return value


def taken_cookie(earlier: Earlier, name: str, value: str) -> Value:
    """A cookie's value as what an answer had set it to; as it is where none did."""
    for step, exchange in reversed(earlier):
        if (name, value) in _set_by(exchange):
            return Taken(step, "cookie", name)
    return value


def _set_by(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for line in exchange.response.all("Set-Cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        yield name.strip(), value.strip()


def _held(exchange: Exchange) -> Iterable[Held]:
    kind = exchange.response.media_type
    if kind.endswith("json"):
        return _members(exchange.response.json())
    return _controls(exchange.response.text) if "html" in kind or not kind else ()


@lru_cache(maxsize=256)
def _controls(text: str) -> tuple[Held, ...]:
    nodes = LexborHTMLParser(text).css("input[type=hidden i][name][value], meta[name][content]")
    pairs = (
        (one.attributes.get("name") or "", one.attributes.get("value" if one.tag == "input" else "content"))
        for one in nodes
    )
    return tuple(("field", name, value or "") for name, value in pairs)


def _members(data: object) -> Iterator[Held]:
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str):
                yield "json", str(name), value
            else:
                yield from _members(value)
