"""What an account leaves behind in the target: the stored values it added, the hash calls it caused."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.hashes import PasswordHash, parse
from authproof.probes.spellings import packed_in
from authproof.site import Account
from authproof.target.cells import Cell
from authproof.target.hashing import HashCall
from authproof.target.inside import Inside
from authproof.visitor import Scene

# A users file of JSON, CSV or YAML is read as words; a log of gigabytes is not.
_MOST_BYTES = 4 << 20
_MOST_HASHES = 20
# Shorter values are equal by chance: a role, a colour, a country.
_LONG = 13
_LOG = re.compile(r"(?:^|[._-])logs?(?:[._-]|$)")
_WORD = re.compile(r"[^\s\"',;{}\[\]()<>]{6,}")


@dataclass(frozen=True, slots=True)
class Trace:
    """An account, the stored values that are its own, and the hash calls of its registration or login."""

    account: Account
    cells: tuple[Cell, ...]
    calls: tuple[HashCall, ...]

    @property
    def hashes(self) -> tuple[tuple[Cell, PasswordHash], ...]:
        """The values that say of themselves that they are a password hash."""
        read = ((cell, parse(text_of(cell.value))) for cell in self.cells)
        return tuple((cell, found) for cell, found in read if found)

    @property
    def hashed(self) -> tuple[tuple[Cell, HashCall], ...]:
        """The values in which the answer of a hash call stands, whatever their format."""
        pairs = ((cell, call) for cell in self.cells for call in self.calls)
        return tuple((cell, call) for cell, call in pairs if holds(cell.value, call.answer))

    @property
    def number(self) -> str:
        """The account's number, as addresses have it; `1` where none is stored."""
        name = self.account.username.casefold()
        rows = (cell for cell in self.cells if any(str(value).casefold() == name for _, value in cell.row))
        return next(
            (str(cell.value) for cell in rows if cell.column.lower() in {"id", "uid", "user_id"}), "1"
        )

    def reads(self, cell: Cell) -> bool:
        """Whether the password itself can be read in a value."""
        return packed_in(text_of(cell.value), self.account.password) is not None

    @property
    def guarded(self) -> tuple[str, ...]:
        """The stored texts that stand for the password and that nobody should see."""
        cells = [cell for cell, _ in (*self.hashes, *self.hashed)]
        return tuple(dict.fromkeys(text_of(cell.value) for cell in cells))


def all_hashes(inside: Inside) -> tuple[str, ...]:
    """Every stored text that is a password hash by its own format, whose ever it is."""
    texts = dict.fromkeys(cell.value for cell in stored(inside) if isinstance(cell.value, str))
    return tuple(text for text in texts if parse(text))[:_MOST_HASHES]


def trace_of(scene: Scene, *, password: str | None = None) -> Trace:
    """Register somebody and see what that left; where nobody can, what is there of the user we were given.

    Raises:
        NotApplicable: the target runs elsewhere.
        Inconclusive: the new account cannot log in.
    """
    inside = scene.need_inside()
    before, counted = set(stored(inside)), len(inside.hashes.calls)
    if scene.site.register is None:
        scene.signed_in()
        cells = own_cells(tuple(stored(inside)), scene.user)
        return Trace(scene.user, cells, tuple(inside.hashes.calls[counted:]))
    account = scene.new_user(password=password)
    added = tuple(cell for cell in stored(inside) if cell not in before)
    return Trace(account, added, tuple(inside.hashes.calls[counted:]))


def shared_places(alike: Iterable[Trace], other: Trace) -> tuple[str, ...]:
    """The places that hold the same long value in all of these traces, and another one in the other trace."""
    first, *rest = ({_located(cell) for cell in trace.cells if not trace.reads(cell)} for trace in alike)
    shared = first.intersection(*rest).difference(_located(cell) for cell in other.cells)
    long = (pair for pair in shared if isinstance(pair[1], str | bytes) and len(pair[1]) >= _LONG)
    return tuple(sorted({place for place, _ in long}))


def growing_place(scene: Scene, short: Trace, longer: int) -> str | None:
    """The column whose value grows with the password, as only a cipher's does; None where none grows."""
    if scene.site.register is None:
        return None
    length, special = len(short.account.password), scene.site.register.special

    def lengths(size: int) -> dict[str, int]:
        return _lengths(trace_of(scene, password=scene.people.password(size, special=special)))

    try:
        before, long, again = _lengths(short), lengths(length + longer), lengths(length)
        grown = {
            place: long.get(place, 0) - size for place, size in before.items() if again.get(place) == size
        }
        suspects = [place for place, more in grown.items() if longer // 2 <= more <= longer * 4]
        confirming = lengths(length + longer) if suspects else {}
    except Inconclusive:  # so long a password is refused: what is longer cannot be seen
        return None
    return next((place for place in suspects if confirming.get(place) == long[place]), None)


def need_stored(inside: Inside) -> None:
    """Make sure that there is something to look into.

    Raises:
        NotApplicable: no database and no file of the target can be read.
    """
    if next(stored(inside), None) is None:
        raise NotApplicable(
            "nothing stored can be read, looked for SQLite databases and files that the app wrote"
        )


def stored(inside: Inside) -> Iterator[Cell]:
    """Every stored value: the databases' cells, and the words of the files that the target wrote."""
    yield from inside.databases.cells()
    for name in inside.files.written:
        if is_log(name):
            continue
        for word in dict.fromkeys(_WORD.findall(file_text(name))):
            yield Cell(Path(name).name, "", "", word)


def is_log(name: str) -> bool:
    """Whether a file is a log, by its name."""
    return _LOG.search(Path(name).name.lower()) is not None


def file_text(name: str) -> str:
    """The text of a file that may be large, binary or gone."""
    try:
        with Path(name).open("rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return ""


def own_cells(cells: Iterable[Cell], account: Account) -> tuple[Cell, ...]:
    """The values of the rows that name the account, and of the rows that point to those."""
    cells = tuple(cells)
    names = {account.username.casefold(), account.email.casefold()}
    own = {cell: None for cell in cells if any(str(value).casefold() in names for _, value in cell.row)}
    keys = {(type(value), value) for cell in own for name, value in cell.row if name.lower() == "id"}
    pointing = [cell for cell in cells if cell not in own and _points_to(cell, keys)]
    return (*own, *pointing)


def holds(value: object, digest: bytes) -> bool:
    """Whether a stored value contains these bytes: raw, in hex, in base64, or as the text that they are."""
    if len(digest) < 8:
        return False
    if isinstance(value, bytes) and digest in value:
        return True
    text = text_of(value)
    plain = base64.b64encode(digest).rstrip(b"=").decode()
    forms = (digest.decode("latin-1"), plain, plain.replace("+", "-").replace("/", "_"))
    return digest.hex() in text.lower() or any(form in text for form in forms)


def text_of(value: object) -> str:
    """A stored value as text; bytes are read as latin-1, which keeps each of them."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def place_of(cell: Cell) -> str:
    """Where a value stands, as a person names it."""
    return f"{cell.table}.{cell.column}" if cell.column else cell.table


def _located(cell: Cell) -> tuple[str, object]:
    return place_of(cell), cell.value


def _lengths(trace: Trace) -> dict[str, int]:
    """The length of the value in each column to which the account added exactly one."""
    texts = [cell for cell in trace.cells if cell.column and isinstance(cell.value, str | bytes)]
    places = [place_of(cell) for cell in texts]
    return {place_of(cell): len(text_of(cell.value)) for cell in texts if places.count(place_of(cell)) == 1}


def _points_to(cell: Cell, keys: set[tuple[type, object]]) -> bool:
    names = [(name.lower(), value) for name, value in cell.row]
    return any((type(value), value) in keys for name, value in names if name != "id" and name.endswith("id"))
