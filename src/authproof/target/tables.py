"""The tables of a PostgreSQL database: their rows as values like SQLite's, and their end."""

from collections.abc import Iterator
from typing import Any

# Rows read of a table, the newest first: what an audit looks for it has itself just written.
_ROWS_READ = 2000
_TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname), c.relname,
           array_agg(a.attname::text ORDER BY a.attnum),
           array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
    GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname
"""

Pairs = tuple[tuple[str, object], ...]


def rows(connection: Any) -> Iterator[tuple[str, str, str, object, Pairs]]:  # noqa: ANN401 - of either driver
    """Each stored value: table, column, declared type, value and the row as pairs; the last written rows first."""
    cursor = connection.cursor()
    for quoted, table, columns, declared in _tables(cursor):
        # An update writes a row anew, and a new row lies behind the others where nothing was cleaned up.
        cursor.execute(f"SELECT * FROM {quoted} ORDER BY ctid DESC LIMIT {_ROWS_READ}")  # nosec B608 - a quoted name
        for values in cursor.fetchall():
            row = tuple(zip(columns, map(_plain, values), strict=True))
            for (column, value), kind in zip(row, declared, strict=True):
                yield table, column, kind, value, row


def drop_all(connection: Any) -> bool:  # noqa: ANN401 - of either driver
    """Drop every table; whether there were any. Who waits for a lock of the app's own for 2 s gives up."""
    cursor = connection.cursor()
    cursor.execute("SET lock_timeout = '2s'")
    lost = [_taken(cursor, f"DROP TABLE {quoted} CASCADE") for quoted, *_ in _tables(cursor)]
    return any(lost)


def change(connection: Any, statement: str, values: tuple[object, ...]) -> int:  # noqa: ANN401 - of either driver
    """Run a statement with parameters written `?`; how many rows it changed, 0 where the database does not take it.

    Values go as text, which PostgreSQL reads as the column's own type.
    """
    cursor = connection.cursor()
    texts = [None if value is None else str(value) for value in values]
    if not _taken(cursor, statement.replace("%", "%%").replace("?", "%s"), texts):
        return 0
    return max(0, int(cursor.rowcount))


def _tables(cursor: Any) -> list[tuple[str, str, list[str], list[str]]]:  # noqa: ANN401 - of either driver
    cursor.execute(_TABLES)
    return list(cursor.fetchall())


def _taken(cursor: Any, statement: str, values: list[str | None] | None = None) -> bool:  # noqa: ANN401
    """Run a statement; whether the database took it."""
    try:
        cursor.execute(statement, values)
    except cursor.connection.Error:
        return False
    return True


def _plain(value: object) -> object:
    """A value as SQLite would have given it: numbers, text, bytes, nothing; all else by its text."""
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, int | float | str | bytes):
        return value
    return bytes(value) if isinstance(value, memoryview) else str(value)
