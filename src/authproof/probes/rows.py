"""Rows of the target's databases that are a person's: found by the name, deleted or renumbered in the private copy."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from authproof.findings import NotApplicable
from authproof.site import Account
from authproof.target.inside import Inside

_KEEPS_KEYS = re.compile(r"foreign_keys\s*=\s*(?:on|1|true|yes)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by its table and its number in it; `database` is a copy's path, or the number of one in memory.

    `numbered`: a column shows that number, so that it may be the account's id.
    """

    database: Path | int
    table: str
    number: int
    weight: int
    numbered: bool


def row_of(inside: Inside, account: Account) -> Row | None:
    """The row that is the account: of those that name it the one with the longest text in it, the hash as a rule."""
    found = [row for place in _places(inside) for row in _naming(inside, place, account)]
    return max(found, key=lambda row: (row.weight, row.table), default=None)


def delete(inside: Inside, row: Row) -> None:
    """Delete it as an administrator would; rows that point to it go along where the app has SQLite see to that.

    Raises:
        NotApplicable: the database refuses, because other rows point to it.
    """
    _change(inside, row, f"DELETE FROM {_quoted(row.table)} WHERE rowid = ?", (row.number,))  # nosec B608


def renumber(inside: Inside, row: Row, number: int) -> None:
    """Give it another row's number, as a database does that fills gaps.

    Raises:
        NotApplicable: the database refuses.
    """
    statement = f"UPDATE {_quoted(row.table)} SET rowid = ? WHERE rowid = ?"  # nosec B608
    _change(inside, row, statement, (number, row.number))


def write(inside: Inside, row: Row, column: str, value: object) -> bool:
    """Write one cell of it; whether the database took the value."""
    statement = f"UPDATE {_quoted(row.table)} SET {_quoted(column)} = ? WHERE rowid = ?"  # nosec B608
    try:
        _change(inside, row, statement, (value, row.number))
    except NotApplicable:
        return False
    return True


def _change(inside: Inside, row: Row, statement: str, values: tuple[object, ...]) -> None:
    with _opened(inside, row.database) as connection:
        try:
            if any(_KEEPS_KEYS.search(one) for one in inside.databases.statements):
                connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(statement, values)
            connection.commit()
        except sqlite3.Error as refusal:
            connection.rollback()
            raise NotApplicable(f"the database lets no account go: {row.table}: {refusal}") from None


def _naming(inside: Inside, place: Path | int, account: Account) -> Iterator[Row]:
    """The rows of one database in which a value is the account's name or address."""
    names = {account.username.casefold(), account.email.casefold()}
    with _opened(inside, place) as connection:
        try:
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).fetchall()
        except sqlite3.Error:
            return
        for (table,) in tables:
            for number, *values in _rows(connection, table):
                if any(str(value).casefold() in names for value in values):
                    weight = max(len(str(value)) for value in values)
                    yield Row(place, table, int(str(number)), weight, number in values)


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    query = f"SELECT rowid, * FROM {_quoted(table)} ORDER BY rowid DESC LIMIT 100"  # nosec B608
    try:
        return connection.execute(query).fetchall()
    except sqlite3.Error:  # a table WITHOUT ROWID, or a virtual one
        return []


def _places(inside: Inside) -> list[Path | int]:
    live = [one for one in inside.databases.connections if one.in_memory]
    return [*inside.databases.copies.values(), *range(len(live))]


@contextmanager
def _opened(inside: Inside, place: Path | int) -> Iterator[sqlite3.Connection]:
    """A copy opened anew, or the app's own connection where the database lives in memory."""
    if isinstance(place, int):
        live = [one for one in inside.databases.connections if one.in_memory]
        factory, live[place].row_factory = live[place].row_factory, None
        try:
            yield live[place]
        finally:
            live[place].row_factory = factory
    else:
        with closing(sqlite3.connect(place)) as connection:
            yield connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
