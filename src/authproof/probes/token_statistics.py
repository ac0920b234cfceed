"""How hard a session id is to guess, judged from many ids of one app in the order in which they were given out."""

import hashlib
import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

# The alphabets in which ids are usually written, the smallest first.
_ALPHABETS = (
    string.digits,
    string.digits + "abcdef",
    string.digits + "ABCDEF",
    string.ascii_lowercase,
    string.ascii_uppercase,
    string.ascii_uppercase + "234567",
    string.digits + string.ascii_lowercase,
    string.ascii_letters,
    string.ascii_letters + string.digits,
    string.ascii_letters + string.digits + "-_",
    string.ascii_letters + string.digits + "+/=",
)
# The orders in which a number grows when it is written in letters: ASCII, base64, and digits before small letters.
_BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits
_ORDERS = (
    "".join(map(chr, range(32, 127))),
    _BASE64 + "+/",
    _BASE64 + "-_",
    string.digits + string.ascii_lowercase + string.ascii_uppercase,
)
_UUID = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?([1-8])[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}", re.IGNORECASE
)
_DIGITS = re.compile("[0-9]+")
_DIGESTS = ("md5", "sha1", "sha256", "sha512")
# So many neighbours that never fall are no chance.
_ENOUGH_PAIRS = 16
# A digest cut shorter than this meets another by chance.
_SHORTEST_DIGEST = 10
_COUNTED = 5000


def guess_bits(ids: Sequence[str]) -> float:
    """How many bits somebody has to guess who has seen these ids: what never changes or only grows counts nothing."""
    rows = _same_length(_padded(ids))
    columns = list(zip(*rows, strict=True))
    growing = growing_columns(rows)
    varying = {
        at: set(column) for at, column in enumerate(columns) if len(set(column)) > 1 and at not in growing
    }
    size = _alphabet_size(set().union(*varying.values()))
    return sum(_column_bits(len(letters), size, len(rows)) for letters in varying.values())


def growing_columns(rows: Sequence[str]) -> frozenset[int]:
    """The places that hold a counter or a time: read together they never fall, from the first id to the last."""
    found: set[int] = set()
    width = len(rows[0]) if rows else 0
    start = 0
    while start < width:
        end = max(_climbs_until(rows, start, order) for order in _ORDERS)
        if end > start:
            found |= set(range(start, end))
        start = max(end, start + 1)
    return frozenset(found)


def uuid_version(ids: Iterable[str]) -> int | None:
    """The version that all ids name who are UUIDs, None where one is not or they differ."""
    versions = {match[1] if (match := _UUID.fullmatch(one)) else "" for one in ids}
    only = next(iter(versions)) if len(versions) == 1 else ""
    return int(only) if only else None


def digest_of(value: str, texts: Iterable[str]) -> str | None:
    """The text whose unkeyed digest this id is: one of these, or a small number; None where it is none."""
    shown = value.lower()
    if len(shown) < _SHORTEST_DIGEST or re.search("[^0-9a-f]", shown):
        return None
    named = ((f"{name}({text})", _digest(name, text)) for text in texts for name in _DIGESTS)
    return next((said for said, digest in (*named, *_counted()) if digest.startswith(shown)), None)


def twins(ids: Sequence[str]) -> int:
    """How many ids were given out before."""
    return len(ids) - len(set(ids))


def _digest(name: str, text: str) -> str:
    return hashlib.new(name, text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


@cache
def _counted() -> tuple[tuple[str, str], ...]:
    """The digests of small numbers."""
    return tuple(
        (f"{name}({number})", _digest(name, str(number))) for name in _DIGESTS for number in range(_COUNTED)
    )


def _padded(ids: Sequence[str]) -> list[str]:
    """The same ids with their numbers padded to one width, where they differ in their numbers alone."""
    if len({_DIGITS.sub("0", one) for one in ids}) != 1:
        return list(ids)
    numbers = [_DIGITS.findall(one) for one in ids]
    widths = [max(map(len, column)) for column in zip(*numbers, strict=True)]

    def pad(one: str) -> str:
        width = iter(widths)
        return _DIGITS.sub(lambda match: match[0].zfill(next(width)), one)

    return [pad(one) for one in ids]


def _same_length(ids: Sequence[str]) -> list[str]:
    """The ids of the most frequent length."""
    if not ids:
        return []
    length = Counter(map(len, ids)).most_common(1)[0][0]
    return [one for one in ids if len(one) == length]


def _climbs_until(rows: Sequence[str], start: int, order: str) -> int:
    """Where the stretch from `start` ends that never falls; `start` itself if there is none that changes."""
    ranks = {char: rank for rank, char in enumerate(order)}
    open_pairs, end, changes = list(range(1, len(rows))), start, start
    while end < len(rows[0]) and len(open_pairs) >= _ENOUGH_PAIRS:
        column = [ranks.get(row[end], -1) for row in rows]
        if any(column[at] < column[at - 1] for at in open_pairs):
            break
        risen = [at for at in open_pairs if column[at] > column[at - 1]]
        end += 1
        changes = end if risen else changes
        # Where a place has risen, the ones behind it may hold anything.
        open_pairs = [at for at in open_pairs if column[at] == column[at - 1]]
    return changes


def _alphabet_size(letters: set[str]) -> int:
    fitting = [len(one) for one in _ALPHABETS if letters <= set(one)]
    return min(fitting, default=95)


def _column_bits(seen: int, size: int, count: int) -> float:
    """The bits of one place: all of the alphabet's, unless enough ids show that it takes few letters only."""
    return math.log2(seen if count >= 2 * size and seen * 2 <= size else size)
