"""PostgreSQL stays untouched: every database that the target opens is a private clone on the same server.

The target's own driver, psycopg or psycopg2, also makes the clones, by `CREATE DATABASE ... TEMPLATE`. That statement
wants nobody connected to what it copies: before a fork all connections are closed, and in the child each is opened
again on a clone of that child's own.
"""

import importlib.util
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from authproof.errors import TargetError
from authproof.target.cells import Cell
from authproof.target.drivers import NAMES, Arguments, Driver, driver_of
from authproof.target.network import is_loopback
from authproof.target.sqlite import Databases
from authproof.target.tables import change, drop_all, rows

_JOURNAL = "postgres"
# Every server has this database, to connect to while others are made and dropped.
_MAINTENANCE = "postgres"
# The first that drops a database although somebody is connected to it (13.0 as libpq counts).
_FORCE_SINCE = 130_000

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Original:
    """A database that the target asked for, with all that it takes to reach its server again."""

    driver: Driver
    name: str
    parameters: dict[str, str]

    @property
    def place(self) -> Place:
        """Host, port and name: which database it is, whoever the role is that opens it."""
        return self.parameters["host"], self.parameters["port"], self.name

    def connect(self, database: str) -> Any:  # noqa: ANN401 - a connection of either driver
        """A connection to a database of that server, past the clones; each statement stands for itself."""
        connection = self.driver.connect(**self.parameters, dbname=database)
        connection.autocommit = True
        return connection


class PostgresClones:
    """The private clones of this process; `refused` is the error to tell, once a clone could not be made."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        """Keep in that folder what is to be undone; show tables and statements where SQLite's are shown."""
        self.folder, self.databases = folder, databases
        databases.clones = self
        self.prefix = f"authproof_{secrets.token_hex(4)}"
        self.refused: TargetError | None = None
        self.originals: dict[Place, Original] = {}
        self._asked: dict[str, Original] = {}
        self._prepared: dict[Place, str] = {}
        self._own: dict[Place, str] = {}
        self._open: WeakKeyDictionary[Any, tuple[Driver, Callable[[], Any]]] = WeakKeyDictionary()
        self._parked: list[Any] = []
        self._lock = threading.RLock()

    def install(self) -> None:
        """Lead everybody who connects from now on to a clone."""
        for driver in [driver_of(name) for name in NAMES if importlib.util.find_spec(name)]:
            driver.install(self._connect, self.databases.statements)
            if hasattr(driver.module, "AsyncConnection"):
                driver.module.AsyncConnection.connect = self._refuse_async

    def park(self) -> None:
        """Close every connection: nobody may be connected to what is copied."""
        self._parked += [one for one in self._open if not one.closed]
        for connection in self._parked:
            if not connection.closed:
                self._open[connection][0].park(connection)

    def part(self) -> None:
        """In the child: what was prepared is copied again, as soon as a connection is asked for."""
        self._lock = threading.RLock()
        self._prepared, self._own = self._own, {}
        self.prefix = f"{self.prefix}_{os.getpid()}"

    def unpark(self) -> None:
        """Open again what was closed for a fork.

        Raises:
            TargetError: the clone could not be made.
        """
        parked, self._parked = self._parked, []
        for connection in parked:
            driver, again = self._open[connection]
            driver.revive(connection, again())

    def tidy(self) -> None:
        """Drop the clones of this process, in the first one those of its children too."""
        for original in self.originals.values():
            _drop(original, self.prefix)

    def cells(self) -> Iterator[Cell]:
        """Every stored value of the newest rows of every table."""
        for connection in self._clones():
            yield from [Cell(*told) for told in rows(connection)]

    def lose_tables(self) -> bool:
        """Take every table out of every clone; whether there were any."""
        return sum(drop_all(connection) for connection in self._clones()) > 0

    def execute(self, statement: str, values: tuple[object, ...]) -> int:
        """Run a statement, its parameters written `?`, in every clone that takes it; how many rows it changed."""
        return sum(change(connection, statement, values) for connection in self._clones())

    def _clones(self) -> Iterator[Any]:
        for original in list(self.originals.values()):
            with closing(original.connect(self._clone_of(original))) as connection:
                yield connection

    def _connect(self, driver: Driver, real: Callable[..., Any], arguments: Arguments) -> Any:  # noqa: ANN401
        original = self._original(driver, arguments)
        positional, named = arguments
        others = {key: value for key, value in named.items() if key not in {"database", "dbname"}}

        def again() -> Any:  # noqa: ANN401 - a connection of that driver
            return real(*positional, **others, dbname=self._clone_of(original))

        connection = again()
        self._open[connection] = driver, again
        return connection

    def _original(self, driver: Driver, arguments: Arguments) -> Original:
        """What the driver makes of these arguments, its environment and its service file."""
        dsn, settings = driver.split(arguments)
        parsed = driver.parsed(dsn, settings)
        asked = json.dumps([driver.name, parsed], default=str, sort_keys=True)
        if asked not in self._asked:
            self._refuse_unless_local(parsed)
            with closing(driver.connect(dsn, **settings)) as connection:
                found = Original(driver, *driver.described(connection))
            self._refuse_unless_local(found.parameters)
            self._asked[asked] = self.originals.setdefault(found.place, found)
        return self._asked[asked]

    def _clone_of(self, original: Original) -> str:
        with self._lock:
            place = original.place
            if place not in self._own:
                clone = f"{self.prefix}_{len(self._own)}"
                self._create(original, clone, self._prepared.get(place, original.name))
                self._own[place] = clone
            return self._own[place]

    def _create(self, original: Original, clone: str, template: str) -> None:
        _write_down(self.folder, original, clone)
        try:
            with closing(original.connect(_MAINTENANCE)) as server:
                if server.info.server_version < _FORCE_SINCE:
                    self._refuse(original.name, "the server is older than PostgreSQL 13")
                server.cursor().execute(f"CREATE DATABASE {_quoted(clone)} TEMPLATE {_quoted(template)}")
        except original.driver.error as refusal:
            self._refuse(original.name, " ".join(str(refusal).split()))

    def _refuse_unless_local(self, known: dict[str, Any]) -> None:
        """Nothing is sent to another machine; libpq's sockets are not seen by the guard of the network."""
        given = [
            str(known.get(key) or os.environ.get(f"PG{key.upper()}", "")) for key in ("host", "hostaddr")
        ]
        for host in ",".join(given).split(","):
            if not host.startswith(("/", "@")) and not is_loopback(host):  # those are Unix sockets
                self._refuse(known.get("dbname") or "", f"it is on {host}: an audit stays on this machine")

    async def _refuse_async(self, *_args: object, **_kwargs: object) -> NoReturn:
        self._refuse("", "asynchronous connections of psycopg cannot be led to a clone by this version")

    def _refuse(self, name: str, seen: str) -> NoReturn:
        self.refused = TargetError(
            "The target uses a server database",
            tried=f"to make a private clone of PostgreSQL {name}".strip(),
            seen=seen,
            advice=(
                "end what is connected to it, let its role create databases (ALTER ROLE ... CREATEDB), or give the "
                "audit a database of its own on this machine: its URI can stand in [tool.authproof.environ]"
            ),
        )
        raise self.refused


def drop_clones(folder: Path) -> None:
    """Drop every clone that the journal in an audit's folder tells of, those of killed processes too."""
    journal = folder / _JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    for driver, name, parameters, clone in map(json.loads, lines):
        _drop(Original(driver_of(driver), name, parameters), clone)


def _drop(original: Original, prefix: str) -> None:
    """Drop the database of that name, and those whose names go on after it and an underscore."""
    with (
        suppress(original.driver.error),  # the server is gone
        closing(original.connect(_MAINTENANCE)) as server,
    ):
        cursor = server.cursor()
        cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
        for (name,) in cursor.fetchall():
            if name == prefix or name.startswith(f"{prefix}_"):
                cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _write_down(folder: Path, original: Original, clone: str) -> None:
    """Say in one appended line what to drop, before it is there; nobody else may read it, for the password in it."""
    told = json.dumps([original.driver.name, original.name, original.parameters, clone])
    opener = partial(os.open, mode=0o600)
    with open(folder / _JOURNAL, "a", encoding="utf-8", opener=opener) as journal:
        journal.write(f"{told}\n")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
