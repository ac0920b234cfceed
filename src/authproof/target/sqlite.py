"""Your data stays untouched: every SQLite file that the target opens is a private copy.

`sqlite3.connect` and `sqlite3.Connection` are replaced before the target is imported. Before a fork the open
connections are parked (closed where they were opened, as SQLite asks), in the child each is opened again on
that child's own copy, so that an app with one global connection and an app with a pool fork alike.
"""

import os
import shutil
import sqlite3
import sqlite3.dbapi2
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, cast
from urllib.parse import quote, unquote
from weakref import WeakSet

from authproof.target.cells import Cell, Clones

_RealConnection = sqlite3.Connection
_SIDE_FILES = ("", "-wal", "-journal")
_KEPT_PRAGMAS = ("foreign_keys", "busy_timeout", "recursive_triggers", "temp_store")
_STATEMENTS_KEPT = 5000
# Rows read of a table, the newest first: what an audit looks for it has itself just written.
_ROWS_READ = 2000


class Databases:
    """The private copies of the target's SQLite files, and a view of all that is stored in them."""

    def __init__(self, folder: Path) -> None:
        """Keep the copies in that folder."""
        self.folder = folder
        self.copies: dict[str, Path] = {}
        self.connections: WeakSet[TrackedConnection] = WeakSet()
        self.statements: deque[str] = deque(maxlen=_STATEMENTS_KEPT)
        self.clones: Clones | None = None

    def install(self) -> None:
        """Put private copies in the way of everybody who opens a database from now on."""
        TrackedConnection.databases = self
        sqlite3.Connection = sqlite3.dbapi2.Connection = TrackedConnection  # type: ignore[misc]
        # Django's cursor is a subclass of its own: it is to be one of ours.
        sqlite3.Cursor = sqlite3.dbapi2.Cursor = TrackedCursor  # type: ignore[misc]
        real_connect = sqlite3.connect

        def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:  # noqa: ANN401 - sqlite3.connect's own
            if len(args) < 6 and not _measures_coverage(sys._getframe(1)):  # noqa: SLF001 - whose code asks is seen nowhere else
                kwargs.setdefault("factory", TrackedConnection)
            return cast("sqlite3.Connection", real_connect(*args, **kwargs))

        sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]

    def private(self, database: object, *, uri: bool) -> object:
        """The name under which a database is really opened: a copy's path, or unchanged if in memory."""
        name = os.fsdecode(database) if isinstance(database, bytes | os.PathLike) else str(database)
        if uri and name.startswith("file:"):
            path, _, query = name.removeprefix("file:").partition("?")
            path = path.removeprefix("//localhost").removeprefix("//") if path.startswith("//") else path
            if "mode=memory" in query or path.startswith(":memory:"):
                return database
            return f"file:{quote(str(self._copy(unquote(path))))}" + (f"?{query}" if query else "")
        return database if name in {"", ":memory:"} else str(self._copy(name))

    def park(self) -> None:
        """Close every file, keeping the connection objects; nothing is open over a fork."""
        for connection in list(self.connections):
            connection.park()

    def unpark(self, folder: Path) -> None:
        """In the child: copies of the copies in a folder of its own, every connection open on them again."""
        if folder != self.folder:
            self.copies = {
                original: _copy_database(copy, folder / copy.name) for original, copy in self.copies.items()
            }
        self.folder = folder
        for connection in list(self.connections):
            connection.unpark()

    def cells(self) -> Iterator[Cell]:
        """Every stored value of the newest rows of every table, files and memory alike."""
        for path in self.copies.values():
            try:
                with closing(_RealConnection(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
                    yield from tuple(_cells(connection))
            except sqlite3.Error:  # opened but never written, locked, or no database at all
                continue
        for live in [one for one in self.connections if one.in_memory]:
            with closing(_RealConnection(":memory:")) as snapshot:
                try:
                    live.backup(snapshot)
                except sqlite3.Error:
                    continue
                yield from _cells(snapshot)
        yield from self.clones.cells() if self.clones else ()

    def lose_tables(self) -> bool:
        """Take every table out of every copy, as if the real database had failed; whether there were any."""
        lost = self.clones is not None and self.clones.lose_tables()
        for path in self.copies.values():
            with suppress(sqlite3.Error), closing(_RealConnection(path, timeout=2)) as connection:
                lost = _drop_all(connection) or lost
        for live in [one for one in self.connections if one.in_memory]:
            with suppress(sqlite3.Error):
                lost = _drop_all(live) or lost
        return lost

    def _copy(self, name: str) -> Path:
        original = str(Path(name).resolve())
        if Path(original).parent == self.folder.resolve():
            return Path(original)
        if original not in self.copies:
            copy = self.folder / f"db-{len(self.copies)}-{Path(original).name}"
            self.copies[original] = _copy_database(Path(original), copy)
        return self.copies[original]


class TrackedCursor(sqlite3.Cursor):
    """A cursor that writes down the text of each statement, without its parameters."""

    def execute(self, sql: str, *args: Any) -> "TrackedCursor":  # noqa: ANN401 - sqlite3.Cursor's own
        """Execute, and remember what was asked."""
        TrackedConnection.databases.statements.append(sql)
        super().execute(sql, *args)
        return self

    def executemany(self, sql: str, *args: Any) -> "TrackedCursor":  # noqa: ANN401 - sqlite3.Cursor's own
        """Execute, and remember what was asked."""
        TrackedConnection.databases.statements.append(sql)
        super().executemany(sql, *args)
        return self

    def executescript(self, sql: str) -> "TrackedCursor":
        """Execute, and remember what was asked."""
        TrackedConnection.databases.statements.append(sql)
        super().executescript(sql)
        return self


class TrackedConnection(_RealConnection):
    """A connection that knows its database's own name, and can be closed and opened again in place."""

    databases: ClassVar[Databases]

    def __init__(self, database: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as sqlite3
        """Open the private copy of that database."""
        uri = kwargs.get("uri", args[6] if len(args) > 6 else False)
        opened: Any = self.databases.private(database, uri=uri)
        super().__init__(opened, *args, **kwargs)
        self.origin, self.arguments = database, (args, kwargs)
        self.in_memory = opened is database and str(database) != ""
        self.prepared: list[tuple[str, Any, Any]] = []
        self.closed, self.parked = False, False
        self.databases.connections.add(self)
        self._hurry()

    def create_function(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Remember the function, to define it again after a fork."""
        self.prepared.append(("create_function", args, kwargs))
        super().create_function(*args, **kwargs)

    def create_collation(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Remember the collation, to define it again after a fork."""
        self.prepared.append(("create_collation", args, kwargs))
        super().create_collation(*args, **kwargs)

    def create_aggregate(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Remember the aggregate, to define it again after a fork."""
        self.prepared.append(("create_aggregate", args, kwargs))
        super().create_aggregate(*args, **kwargs)

    def cursor(self, factory: Any = None) -> Any:  # noqa: ANN401 - sqlite3.Connection's own
        """A cursor whose statements are written down."""
        return super().cursor(factory or TrackedCursor)

    # The C code of these three makes a cursor of its own kind, whatever `cursor` says.
    def execute(self, sql: str, *args: Any) -> Any:  # noqa: ANN401 - sqlite3.Connection's own
        """Execute by a cursor that remembers what was asked."""
        return self.cursor().execute(sql, *args)

    def executemany(self, sql: str, *args: Any) -> Any:  # noqa: ANN401 - sqlite3.Connection's own
        """Execute by a cursor that remembers what was asked."""
        return self.cursor().executemany(sql, *args)

    def executescript(self, sql: str) -> Any:  # noqa: ANN401 - sqlite3.Connection's own
        """Execute by a cursor that remembers what was asked."""
        return self.cursor().executescript(sql)

    def close(self) -> None:
        """Close for good: a closed connection stays closed in every child."""
        self.closed = True
        super().close()

    def park(self) -> None:
        """Let go of the file; the settings that live in the connection are kept for `unpark`."""
        if self.closed or self.parked or self.in_memory:
            return
        self._settings = {name: value for name in _KEPT_PRAGMAS if (value := self._pragma(name)) is not None}
        self._factories = (self.row_factory, self.text_factory, self.isolation_level)
        self._reopen(":memory:", check_same_thread=False)
        self.parked = True

    def unpark(self) -> None:
        """Open the private copy of this process, with the settings from before."""
        if not self.parked:
            return
        args, kwargs = self.arguments
        uri = kwargs.get("uri", args[6] if len(args) > 6 else False)
        self._reopen(self.databases.private(self.origin, uri=uri), *args, **kwargs)
        self.row_factory, self.text_factory, self.isolation_level = self._factories
        for method, method_args, method_kwargs in self.prepared:
            getattr(super(), method)(*method_args, **method_kwargs)
        for name, value in self._settings.items():
            super().execute(f"PRAGMA {name} = {value}")
        self._hurry()
        self.parked = False

    def _hurry(self) -> None:
        """Wait for no disk: the copy is thrown away, and nobody can tell but by the time it takes."""
        if not self.in_memory:
            with suppress(sqlite3.Error):
                super().execute("PRAGMA synchronous = OFF")

    def _reopen(self, database: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as sqlite3
        """Close the handle and open another: CPython lets __init__ run again, but clears attributes then."""
        attributes = dict(vars(self))
        super().__init__(database, *args, **kwargs)
        vars(self).update(attributes)

    def _pragma(self, name: str) -> object:
        row = super().execute(f"PRAGMA {name}").fetchone()
        return next(iter(row)) if row else None


def _measures_coverage(caller: FrameType) -> bool:
    """Whether coverage.py opens its own records: those belong to whoever runs us, and are to be kept."""
    return str(caller.f_globals.get("__name__", "")).startswith("coverage.")


def _copy_database(source: Path, copy: Path) -> Path:
    for suffix in _SIDE_FILES:
        if Path(f"{source}{suffix}").is_file():
            shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
    return copy


def _drop_all(connection: sqlite3.Connection) -> bool:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    names = [next(iter(row)) for row in rows.fetchall()]
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"DROP TABLE {quoted}")
    connection.commit()
    return bool(names)


def _cells(connection: sqlite3.Connection) -> Iterator[Cell]:
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        quoted = '"' + table.replace('"', '""') + '"'
        columns = connection.execute(f"PRAGMA table_info({quoted})").fetchall()
        declared = {column[1]: str(column[2]) for column in columns}
        for values in _newest(connection, quoted):
            row = tuple(zip(declared, values, strict=False))
            yield from (Cell(table, name, declared[name], value, row) for name, value in row)


def _newest(connection: sqlite3.Connection, quoted_table: str) -> list[tuple[object, ...]]:
    try:
        query = f"SELECT * FROM {quoted_table} ORDER BY rowid DESC LIMIT {_ROWS_READ}"  # nosec B608 - a quoted name
        return connection.execute(query).fetchall()
    except sqlite3.Error:  # a table WITHOUT ROWID, or a virtual one whose module is not here
        return []
