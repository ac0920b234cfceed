"""The row that is a person's account, found in whichever table holds it."""

from collections.abc import Iterable

from authproof.site import Account
from authproof.target.cells import Cell

Row = tuple[tuple[str, object], ...]


def account_row(cells: Iterable[Cell], account: Account) -> tuple[Cell, ...]:
    """The cells of the row that names the person best: by name and address, then by the most columns."""
    rows: dict[tuple[str, Row], list[Cell]] = {}
    for cell in cells:
        if names_in(cell.row, account):
            rows.setdefault((cell.table, cell.row), []).append(cell)
    # Of equal ones the first table by name: the order of a database's tables is no accident, but no promise either.
    ranked = sorted(rows, key=lambda key: (-names_in(key[1], account), -len(key[1]), key[0]))
    return tuple(rows[ranked[0]]) if ranked else ()


def names_in(row: Row, account: Account) -> int:
    """How many values of a row are the person's name or address."""
    names = {account.username.casefold(), account.email.casefold()}
    return sum(isinstance(value, str) and value.casefold() in names for _, value in row)
