"""What is stored in a target's databases, value by value, whichever database keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored value: where it stands, the declared type of its column, and the row as pairs."""

    table: str
    column: str
    declared: str
    value: object
    row: tuple[tuple[str, object], ...] = ()


class Clones(Protocol):
    """Private clones of a server's databases, which are looked at as SQLite's files are."""

    def cells(self) -> Iterator[Cell]:
        """Every stored value of the newest rows of every table."""

    def lose_tables(self) -> bool:
        """Take every table out of every clone; whether there were any."""

    def execute(self, statement: str, values: tuple[object, ...]) -> int:
        """Run a statement, its parameters written `?`; how many rows it changed."""
