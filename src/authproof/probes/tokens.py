"""How hard random tokens are to guess, seen from a handful of them."""

import base64
import hashlib
import math
import string
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from uuid import UUID

from authproof.site import Account

# A position of a token that shows no more symbols than this, in a score of tokens, has no more.
_FEW = 6
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        string.digits,
        "0123456789abcdef",
        "0123456789ABCDEF",
        string.ascii_lowercase,
        string.ascii_uppercase,
        string.ascii_uppercase + "234567",
        string.ascii_lowercase + string.digits,
        string.ascii_uppercase + string.digits,
        string.ascii_letters,
        string.ascii_letters + string.digits,
        string.ascii_letters + string.digits + "-_",
        string.ascii_letters + string.digits + "+/",
    )
)
_DIGESTS = ("md5", "sha1", "sha256", "sha512")
# Row numbers that a token may have been made of, and seconds by which the clock may be off.
_IDS, _DRIFT_S = 2000, 2
# A digest cut to fewer characters than this could be met by chance.
_SHORTEST_CUT = 8


def bits(tokens: Sequence[str]) -> float:
    """An upper bound of what guessing one costs: the positions that vary, times what stands there.

    Positions are counted from the end, so that a growing number in front moves nothing.
    """
    shortest = min(map(len, tokens))
    columns = [[token[-at] for token in tokens] for at in range(1, shortest + 1)]
    moving = [column for column in columns if len(set(column)) > 1]
    symbols = _alphabet({symbol for column in moving for symbol in column})
    return sum(_column_bits(len(set(column)), symbols) for column in moving)


def uuid_version(token: str) -> int | None:
    """The version of a UUID, None for what is none."""
    try:
        return UUID(token).version
    except ValueError:
        return None


def made_of(tokens: Sequence[tuple[str, float]], account: Account) -> str | None:
    """What every token (with the moment at which it was made) is a plain function of, None where nothing fits.

    A known or countable input makes a digest as guessable as the input is.
    """
    fitting: list[str] | None = None
    for token, moment in tokens:
        made = [said for said, text in _inputs(account, moment) if _is_made_of(token, text)]
        fitting = made if fitting is None else [said for said in fitting if said in made]
        if not fitting:
            return None
    return fitting[0] if fitting else None


def _inputs(account: Account, moment: float) -> Iterator[tuple[str, str]]:
    """What apps make tokens of: the name, the address, the second, a row's number; two of them together."""
    known = {"the username": account.username, "the address": account.email}
    yield from known.items()
    yield from (("a row's number", str(number)) for number in range(_IDS))
    for second in range(int(moment) - _DRIFT_S, int(moment) + _DRIFT_S + 1):
        yield "the time", str(second)
        for said, text in known.items():
            for joint in ("", ":", "-", "_", "|", "."):
                for pair in permutations((text, str(second))):
                    yield f"{said} and the time", joint.join(pair)


def _is_made_of(token: str, text: str) -> bool:
    """Whether the token spells the text, or is the beginning of a digest of it."""
    long = len(token) >= _SHORTEST_CUT
    return any(one == token or (long and one.startswith(token.lower())) for one in _spellings(text))


def _spellings(text: str) -> Iterable[str]:
    raw = text.encode("utf-8", "surrogatepass")
    yield text
    yield raw.hex()
    yield base64.b64encode(raw).decode().rstrip("=")
    yield base64.urlsafe_b64encode(raw).decode()
    yield from (hashlib.new(name, raw, usedforsecurity=False).hexdigest() for name in _DIGESTS)


def _alphabet(seen: set[str]) -> int:
    """How many symbols a generator has that made these."""
    return next((len(one) for one in _ALPHABETS if seen <= one), max(len(seen), 1))


def _column_bits(distinct: int, alphabet: int) -> float:
    return math.ceil(math.log2(distinct)) if distinct <= _FEW else math.log2(alphabet)
