"""Accounts that were there before us, and the passwords that everybody would try on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from authproof.site import Account
from authproof.target.cells import Cell

# The best known first: a guess costs a hash.
_EVERYWHERE = (
    "admin", "password", "123456", "changeme", "test", "demo", "secret", "12345678", "welcome", "letmein",
    "guest", "default", "qwerty", "root", "user", "Password1", "admin123", "password123", "toor",
)  # fmt: skip
# Pairs for a site of which nothing can be seen from inside.
PAIRS = (
    ("admin", "admin"), ("admin", "password"), ("admin", "admin123"), ("admin", "123456"),
    ("administrator", "administrator"), ("administrator", "password"),
    ("root", "root"), ("root", "toor"), ("test", "test"), ("test", "password"), ("user", "user"), ("user", "password"),
    ("demo", "demo"), ("guest", "guest"), ("manager", "manager"), ("support", "support"),
)  # fmt: skip
# A seeded administrator is among the first rows; what comes later are test people of a copied database.
_MOST_ACCOUNTS = 4
# Longer values of a row are hashes and keys, which nobody types.
_WORD = 30


@dataclass(frozen=True, slots=True)
class Seeded:
    """An account that nobody registered while we looked: its identity, and what else its row says."""

    name: str
    words: tuple[str, ...] = ()


def seeded(cells: Iterable[Cell], user: Account, kind: str, invented: Iterable[str]) -> tuple[Seeded, ...]:
    """The rows beside the user's whose identity was not made up by us, the oldest first."""
    everything = tuple(cells)
    identity, known = user.identity(kind).casefold(), frozenset(invented)
    homes = [(one.table, one.column) for one in everything if str(one.value).casefold() == identity]
    # A table of sessions or events may hold the name as well, but the account stands where names are single.
    found: dict[str, Seeded] = {}
    for cell in reversed(everything):
        name = str(cell.value)
        if (cell.table, cell.column) not in homes or name.casefold() == identity or _ours(cell, known):
            continue
        words = tuple(value for _, value in cell.row if isinstance(value, str) and len(value) <= _WORD)
        found.setdefault(name, Seeded(name, words))
    return tuple(found.values())[:_MOST_ACCOUNTS]


def guesses(account: Seeded) -> Iterator[str]:
    """Passwords for one account: none, its own names, what follows from them, and what everybody tries."""
    names = [part for word in (account.name, *account.words) for part in (word, word.partition("@")[0])]
    own = list(dict.fromkeys(name for name in names if name))[:4]
    bare = account.name.partition("@")[0]
    derived = [f"{bare}123", f"{bare}1", f"{bare.capitalize()}123!", f"{bare}{bare}"]
    yield from dict.fromkeys(["", *own, *derived, *_EVERYWHERE])


def _ours(cell: Cell, invented: frozenset[str]) -> bool:
    """Whether a row is of somebody made up here: a name that was edited later stands beside the first address."""
    texts = [value for _, value in cell.row if isinstance(value, str)]
    parts = (part.casefold() for text in texts for part in (text, text.partition("@")[0]))
    return any(part in invented for part in parts)
