"""Good passwords of a kind that bad rules refuse."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

# What a site must take at least (ASVS 6.2.9, NIST 800-63B-4 section 3.1.1.2).
ENOUGH = 64
# Composed letters: the same in NFC, and two or three bytes in UTF-8.
_FOREIGN = "\u00e9\u0416\u65e5"
_PUNCTUATION = "'\"<>&;%\\/`"


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of password: how a sentence goes on, and how to make it from one that is accepted."""

    words: str
    made_from: Callable[[str], str]


def variants(length: int, letters: Callable[[int], str]) -> Iterator[Variant]:
    """Each differs in one thing from a password of that length that is known to be accepted."""
    yield Variant(
        f"of {ENOUGH} characters", lambda known: known + _mixed(letters(ENOUGH - len(known)), known)
    )
    yield Variant(f"of {length} lower-case letters alone", lambda known: letters(len(known)))
    yield Variant("with a space inside", lambda known: _inside(known, " "))
    yield Variant("with letters of other scripts inside", lambda known: _inside(known, _FOREIGN))
    yield Variant("with punctuation inside", lambda known: _inside(known, _PUNCTUATION[: length // 2]))


def _inside(known: str, part: str) -> str:
    """The password with its middle replaced, as long as before: its ends keep whatever rules ask for."""
    start = min(6, len(known) - len(part) - 1)
    return known[:start] + part + known[start + len(part) :]


def _mixed(more: str, known: str) -> str:
    """Letters to go on with, as mixed as the beginning."""
    return "".join(
        char.upper() if known[place % len(known)].isupper() else char for place, char in enumerate(more)
    )
