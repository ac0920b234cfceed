"""Fields that a form does not have: what to send for the columns of a row, and whether it was taken."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from authproof.site import Account
from authproof.target.cells import Cell

# Values that nobody has by chance.
_NUMBER, _DATE, _TEXT = 987_654, "2001-02-03 04:05:06", "authproofsentinel"
_ROLE = "admin"
# How forms write yes and no: the same is sent in each of these ways.
SPELLINGS = (("1", "0"), ("true", "false"), ("on", ""))
# Columns that say who somebody is or what they may do, in English and its neighbours.
_POWER = re.compile(
    r"(^|_)(id|uid|role|roles|rol|rolle|ruolo|group|groups|grupp\w*|level|rank|rang|scopes?|rights?|recht\w*|droits)($|_)"
    r"|admin|staff|super|root|priv|perm|moderator|owner|tenant|password|passwort|kennwort|passwd|hash|secret"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{1,19}")
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Wish:
    """One column that a stranger should not set: what is asked for, and what is there when nobody asks."""

    column: str
    value: Value
    before: object

    @property
    def powerful(self) -> bool:
        """Whether it says who somebody is, or what they may do."""
        return _POWER.search(_snake(self.column)) is not None

    def spelt(self, yes: str, no: str) -> str:
        """The value as a form sends it."""
        return (yes if self.value else no) if isinstance(self.value, bool) else str(self.value)

    def granted(self, after: object) -> bool:
        """Whether the stored value is what was asked for, and not what is there anyway."""
        if after is None or after == self.before:
            return False
        if isinstance(self.value, bool):
            return _truth(after) is self.value and _truth(self.before) is not self.value
        return str(after) == str(self.value) or (self.value == _DATE and str(after).startswith(_DATE[:10]))


def wishes(row: Iterable[Cell], account: Account, known: Iterable[str]) -> tuple[Wish, ...]:
    """What to ask for: one wish for each column that neither the form has nor the person typed."""
    typed = {account.username.casefold(), account.email.casefold(), account.password.casefold()}
    fields = {_snake(name.rpartition(".")[2]) for name in known}
    free = [
        cell for cell in row if str(cell.value).casefold() not in typed and _snake(cell.column) not in fields
    ]
    asked = ((cell, _asked(cell)) for cell in free)
    return tuple(Wish(cell.column, value, cell.value) for cell, value in asked if value is not None)


def aliases(column: str, sibling: str) -> tuple[str, ...]:
    """Names under which a form may hold that column; `sibling` is a field of the form, perhaps with a prefix."""
    bare = re.sub(r"^(is|has|ist)_", "", column)
    first, *rest = column.split("_")
    camel = first + "".join(part.capitalize() for part in rest)
    frame = re.fullmatch(r"(.*?[.\[-])([A-Za-z_]+)(\]?)", sibling)
    framed = [f"{frame[1]}{name}{frame[3]}" for name in (column, bare)] if frame else []
    return tuple(dict.fromkeys([column, bare, camel, *framed]))


def granted(asked: Iterable[Wish], row: Mapping[str, object]) -> Iterator[Wish]:
    """The wishes that a row has come to hold."""
    return (one for one in asked if one.granted(row.get(one.column)))


def _asked(cell: Cell) -> Value | None:
    """A value of the column's type; None for texts that people may well say about themselves."""
    kind, now = cell.declared.upper(), cell.value
    if "BOOL" in kind or (isinstance(now, int) and now in {0, 1} and not _counts(cell)):
        return not _truth(now)
    if "DATE" in kind or "TIME" in kind:
        return _DATE
    if any(part in kind for part in ("INT", "NUM", "DEC", "REAL", "FLOA", "DOUB")) or isinstance(
        now, int | float
    ):
        return _NUMBER
    if _POWER.search(_snake(cell.column)) and not _secret(cell.column):
        return _ROLE if now != _ROLE else _TEXT
    if isinstance(now, str) and _WORD.fullmatch(now):
        return _ROLE  # a word that the server chose, such as `user` or `free`
    return _TEXT if now else None


def _counts(cell: Cell) -> bool:
    """Whether a number is a key and no yes or no, although it is 1 for the first person."""
    return _snake(cell.column) == "id" or _snake(cell.column).endswith("_id")


def _secret(column: str) -> bool:
    return re.search("pass|hash|secret|kennwort", column.lower()) is not None


def _truth(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "on", "yes", "t"}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower().replace("-", "_")
