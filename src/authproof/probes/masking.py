"""Answers made comparable: what differs between any two requests is masked, what is left tells something."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, quote_plus

from authproof.client.urls import same_site_path, where_leads
from authproof.exchange import Exchange
from authproof.site import read_page

# Tokens, nonces and ids: long runs without a space that hold a digit.
_TOKEN = re.compile(r"(?=[\w+/=.~-]*\d)[\w+/=.~-]{16,}")
_DIGITS = re.compile(r"\d+")
_BETWEEN_TAGS = re.compile(r"(?<=>)|(?=<)|\n")
# Headers that differ by themselves, or are looked at on their own.
_IGNORED_HEADERS = frozenset(
    {"content-length", "date", "set-cookie", "location", "etag", "expires", "last-modified"}
)
# What a person would look at first.
_PLACES = ("status", "Location", "cookies", "title", "text", "header")


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that an onlooker can tell of an answer: at which step it came, what it is, what it says."""

    step: int
    place: str
    value: str

    def __str__(self) -> str:
        """In words, cut down."""
        return f"{self.place} {self.value[:60]!r}"


def masked(text: str, names: tuple[str, ...] = ()) -> str:
    """A text without the given names in any spelling that a page may use, and without tokens and digits."""
    if pattern := _pattern(names):
        text = pattern.sub("NAME", text)
    return _DIGITS.sub("0", _TOKEN.sub("TOKEN", text))


def traits(hops: Sequence[Exchange], names: tuple[str, ...]) -> frozenset[Trait]:
    """All that can be told of an answer and of the pages that it led to, piece by piece."""
    return frozenset(
        Trait(step, place, value) for step, hop in enumerate(hops) for place, value in _pieces(hop, names)
    )


def separating(group: Sequence[frozenset[Trait]], others: Sequence[frozenset[Trait]]) -> tuple[Trait, ...]:
    """The traits that every answer of one group has and no answer of the other, the telling ones first."""
    if not group or not others:
        return ()
    found = _only_in(group, others) | _only_in(others, group)
    return tuple(sorted(found, key=_telling))


def _only_in(group: Sequence[frozenset[Trait]], others: Sequence[frozenset[Trait]]) -> frozenset[Trait]:
    return group[0].intersection(*group[1:]).difference(*others)


def _telling(trait: Trait) -> tuple[int, bool, int, str]:
    """What a person would look at first; of the text, words before tags."""
    return _PLACES.index(trait.place), trait.value.startswith("<"), trait.step, trait.value


def _pieces(hop: Exchange, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    response = hop.response
    yield "status", str(response.status)
    if location := response.location:
        leads = where_leads(location, hop.request.url)
        yield "Location", masked(same_site_path(leads) if leads else location, names)
    yield "cookies", ",".join(sorted(line.partition("=")[0] for line in response.all("Set-Cookie")))
    yield "title", masked(read_page(hop).title, names)
    for name, value in response.headers:
        if name.lower() not in _IGNORED_HEADERS:
            yield "header", masked(f"{name}: {value}", names)
    for piece in _BETWEEN_TAGS.split(masked(response.text, names)):
        if piece.strip():
            yield "text", " ".join(piece.split())


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the names; a short one only where it stands alone."""
    spellings = {spelt for name in names if name for spelt in _spellings(name)}
    longest_first = sorted(spellings, key=lambda one: (-len(one), one))
    alone = [re.escape(one) if len(one) > 3 else rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first]
    return re.compile("|".join(alone), re.IGNORECASE) if alone else None


def _spellings(name: str) -> tuple[str, ...]:
    return name, html.escape(name), quote(name), quote_plus(name), json.dumps(name)[1:-1]
