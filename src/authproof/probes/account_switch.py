"""The rows of an account, changed in the private copy as an administrator would: switched off, or deleted."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from authproof.site import Account
from authproof.target.cells import Cell
from authproof.target.inside import Inside

# Columns that say that an account may be used, and those that say that it may not; locks after failures are neither.
_ON = re.compile(
    r"(?:^|_)(?:active|enabled|aktiv|aktiviert|actif|active|activo|activa|ativo|attivo|abilitato|habilitado)$"
)
_OFF = re.compile(
    r"(?:^|_)(?:disabled|inactive|deactivated|banned|blocked|suspended|deleted|revoked|closed|archived|gesperrt"
    r"|deaktiviert|inaktiv|geloescht|desactive|inactif|banni|suspendu|supprime|bloqueado|desactivado|inativo"
    r"|disattivato|bloccato)(?:_(?:at|on|since|date))?$"
)
_STATE = re.compile(r"(?:^|_)(?:status|state|zustand|etat|estado|stato)$")
_IS_ON = frozenset(
    {"active", "enabled", "aktiv", "actif", "activo", "ativo", "attivo", "ok", "normal", "approved"}
)
_OFF_WORDS = ("disabled", "inactive", "suspended", "banned", "blocked", "deactivated", "deleted")
_OPPOSITE: dict[object, object] = {
    1: 0, "1": "0", "true": "false", "True": "False", "t": "f", "T": "F", "y": "n", "Y": "N", "yes": "no",
}  # fmt: skip
_LONG_AGO = "2020-01-01 00:00:00.000000"


@dataclass(frozen=True, slots=True)
class Switch:
    """A value that decides whether an account may be used: where it stands, and what it is when switched off.

    `by` is the column that names the account. `words` are tried in turn where what 'off' is called is a guess.
    """

    table: str
    column: str
    by: tuple[str, object]
    on: object
    words: tuple[object, ...]

    def __str__(self) -> str:
        """As a person names it."""
        return f"{self.table}.{self.column}"

    @property
    def guessed(self) -> bool:
        """Whether only the app knows the word for 'off'."""
        return len(self.words) > 1

    def set(self, inside: Inside, value: object) -> int:
        """Write the value; how many rows have it now."""
        statement = (
            f"UPDATE {quoted(self.table)} SET {quoted(self.column)} = ? WHERE {quoted(self.by[0])} = ?"  # nosec B608
        )
        return _execute(inside, statement, (value, self.by[1]))


def switches_of(inside: Inside, account: Account) -> tuple[Switch, ...]:
    """The switches in the rows that name the account."""
    found: dict[tuple[str, str], Switch] = {}
    for cell, by in _named_cells(inside, account):
        if words := off_words(snake_case(cell.column), cell.value):
            found.setdefault(
                (cell.table, cell.column), Switch(cell.table, cell.column, by, cell.value, words)
            )
    return tuple(found.values())


def off_words(column: str, value: object) -> tuple[object, ...]:
    """What a column's value may be for an account that is switched off; nothing where it is no such column."""
    if _OFF.search(column):
        if value is None or value == "":
            return (_LONG_AGO,) if re.search(r"_(?:at|on|since|date)$", column) else (1,)
        return tuple(on for on, off in _OPPOSITE.items() if off == value and type(off) is type(value))[:1]
    if _ON.search(column) and isinstance(value, int | str) and value in _OPPOSITE:
        return (_OPPOSITE[value],)
    if _STATE.search(column) and isinstance(value, str) and value.lower() in _IS_ON:
        return tuple(word.upper() if value.isupper() else word for word in _OFF_WORDS)
    return ()


def snake_case(name: str) -> str:
    """`isActive` as `is_active`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def delete_rows(inside: Inside, account: Account) -> int:
    """Delete every row that names the account; how many there were."""
    places = dict.fromkeys((cell.table, by) for cell, by in _named_cells(inside, account))
    return sum(
        _execute(inside, f"DELETE FROM {quoted(table)} WHERE {quoted(by[0])} = ?", (by[1],))  # nosec B608
        for table, by in places
    )


def quoted(name: str) -> str:
    """A name of a table or column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _named_cells(inside: Inside, account: Account) -> Iterator[tuple[Cell, tuple[str, object]]]:
    """The cells of rows that name the account, each with the column that does."""
    for cell in inside.databases.cells():
        by = next((pair for pair in cell.row if pair[1] in (account.username, account.email)), None)
        if by is not None and cell.column:
            yield cell, by


def _execute(inside: Inside, statement: str, values: tuple[object, ...]) -> int:
    """Run a statement in every database that takes it; how many rows it changed."""
    changed = 0
    for path in inside.databases.copies.values():
        try:
            with closing(sqlite3.connect(path, timeout=5)) as connection, connection:
                changed += max(0, connection.execute(statement, values).rowcount)
        except sqlite3.Error:  # no such table there
            continue
    for live in [one for one in inside.databases.connections if one.in_memory and not one.closed]:
        try:
            changed += max(0, live.execute(statement, values).rowcount)
            live.commit()
        except sqlite3.Error:
            continue
    if inside.databases.clones:
        changed += inside.databases.clones.execute(statement, values)
    return changed
