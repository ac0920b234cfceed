"""What a request changed in the databases: which tables lost or gained rows, which columns were written."""

from collections import Counter
from collections.abc import Callable

from authproof.target.inside import Inside

Row = tuple[str, tuple[tuple[str, object], ...]]
Change = tuple[str, str, str]
_WRITES = ("insert", "update", "delete", "replace", "with")


class RowWatch:
    """Compares the databases before and after something was done."""

    def __init__(self, inside: Inside) -> None:
        """Nothing was read yet."""
        self.inside = inside
        self._rows: Counter[Row] | None = None

    def changes(self, act: Callable[[], object]) -> frozenset[Change]:
        """Do something; what it changed, as the kind of change, the table and the column."""
        before = self._now()
        act()
        self._rows, after = before, self._now()
        return frozenset() if after is before else differences(before, after)

    def _now(self) -> Counter[Row]:
        """The rows; read again only where somebody has written since."""
        statements = self.inside.databases.statements
        if self._rows is None or any(one.lstrip().lower().startswith(_WRITES) for one in statements):
            self._rows = self._read()
        statements.clear()
        return self._rows

    def _read(self) -> Counter[Row]:
        cells = self.inside.databases.cells()
        return Counter((one.table, one.row) for one in cells if not one.table.startswith("sqlite_"))


def differences(before: Counter[Row], after: Counter[Row]) -> frozenset[Change]:
    """Rows that came, went, or stayed under the same key with another value somewhere."""
    gone = {(table, row[:1]): row for table, row in before - after}
    come = {(table, row[:1]): row for table, row in after - before}
    kept = gone.keys() & come.keys()
    written = {
        ("update", table, name)
        for table, key in kept
        for (name, old), (_, new) in zip(gone[table, key], come[table, key], strict=False)
        if old != new
    }
    lost = {("delete", table, "") for table, _ in gone.keys() - kept}
    return frozenset(written | lost | {("insert", table, "") for table, _ in come.keys() - kept})
