"""Somebody whose account is to be left alone by everybody else, and what was done to it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from authproof.findings import NotApplicable
from authproof.probes.account_row import account_row
from authproof.probes.changes import shown
from authproof.site import Account
from authproof.target.cells import Cell
from authproof.visitor import Scene, Visitor

# Texts that long are hashes and keys, unless they are dates or prose.
_LONG = 20
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d|.*\s", re.DOTALL)
_SMALL = 3
Values = Mapping[str, object]


@dataclass(slots=True)
class Victim:
    """An account, the key of its row where that can be seen, and its owner's browser where the password is known."""

    scene: Scene
    account: Account
    key: tuple[str, tuple[str, object]] | None = None
    visitor: Visitor | None = None

    def row(self) -> tuple[Cell, ...]:
        """The cells of the row as it is now, found by its key; none where it is gone, or cannot be seen."""
        cells = self.scene.inside.databases.cells() if self.scene.inside and self.key else ()
        return tuple(cell for cell in cells if (cell.table, cell.row[0]) == self.key)

    def values(self) -> Values | None:
        """What is stored of the account, else what its profile shows; None where it is gone."""
        if self.key is None:
            profile = self.scene.site.features.profile
            return shown(self.visitor, profile) if self.visitor and profile else {}
        row = self.row()
        return {cell.column: cell.value for cell in row} if row else None

    def struck(self, act: Callable[[], Iterable[str]]) -> str | None:
        """Do something, which tells what was typed; what that did to the account, None where it left it alone."""
        before, was_in = self.values(), self.visitor is not None and self.visitor.is_logged_in()
        typed = tuple(act())
        return harm(before, self.values(), typed) or (self._thrown_out() if was_in else None)

    def secrets(self) -> tuple[tuple[str, str], ...]:
        """What nobody else reads: the mail address, and hashes and keys of the row."""
        stored = ((f"the column {cell.column!r}", cell.value) for cell in self.row())
        told = [("the mail address", self.account.email), *stored]
        return tuple((what, value) for what, value in told if isinstance(value, str) and _is_secret(value))

    def _thrown_out(self) -> str | None:
        """Whether the owner's session has ended, or the whole account is closed."""
        assert self.visitor is not None  # asked only where somebody was in
        if self.visitor.is_logged_in():
            return None
        return "ends a session" if self.visitor.try_log_in() else "closes the account to its owner"


def find_victim(scene: Scene) -> Victim:
    """The other registered person; where nobody can register, another row of the table of accounts.

    Raises:
        NotApplicable: there is nobody else.
    """
    if scene.other is not None:
        return victim_of(scene, scene.other)
    cells = tuple(scene.inside.databases.cells()) if scene.inside else ()
    own = account_row(cells, scene.user)
    named = {cell.value: cell.column for cell in reversed(own)}
    for row in dict.fromkeys(cell.row for cell in cells if own and cell.table == own[0].table):
        if row != own[0].row:
            values = dict(row)
            name, email = (
                str(values.get(named.get(one, ""), "")) for one in (scene.user.username, scene.user.email)
            )
            return Victim(scene, Account(name or email, email or name, ""), (own[0].table, row[0]))
    raise NotApplicable("one account only: nobody can register, and no row of another account was seen")


def victim_of(scene: Scene, account: Account) -> Victim:
    """A registered person, signed in."""
    row = account_row(scene.inside.databases.cells(), account) if scene.inside else ()
    return Victim(scene, account, (row[0].table, row[0].row[0]) if row else None, scene.signed_in(account))


def harm(before: Values | None, after: Values | None, typed: Iterable[str]) -> str | None:
    """What a request did to somebody's row: it is gone, holds what was typed, or a hash in it is another one."""
    if not before or after == before:
        return None
    if after is None:
        return "deletes the account"
    said = {value.casefold() for value in typed if len(value) >= _SMALL}
    for column, old in before.items():
        new = after.get(column)
        if new != old and (str(new).casefold() in said or _is_hash(old, new)):
            return f"changes {column!r}"
    return None


def _is_hash(old: object, new: object) -> bool:
    return all(isinstance(one, bytes) or (isinstance(one, str) and _is_long(one)) for one in (old, new))


def _is_secret(value: str) -> bool:
    return "@" in value or _is_long(value)


def _is_long(value: str) -> bool:
    return len(value) >= _LONG and not _PLAIN.match(value)
