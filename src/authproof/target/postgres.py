"""PostgreSQL stays untouched: every database that the target opens is a private clone on the same server.

The target's own driver, psycopg or psycopg2, also makes the clones, by `CREATE DATABASE ... TEMPLATE`. That statement
wants nobody connected to what it copies: before a fork all connections are closed, and a child that asks for one
again gets it on a clone of its own.
"""

import importlib
import importlib.util
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import wraps
from inspect import unwrap
from pathlib import Path
from typing import Any, NoReturn
from weakref import WeakSet

from authproof.errors import TargetError
from authproof.target.network import is_loopback
from authproof.target.pooled import listen
from authproof.target.sqlite import Cell, Databases
from authproof.target.tables import drop_all, rows

DRIVERS = ("psycopg", "psycopg2")

_JOURNAL = "postgres"
# Every server has this database, to connect to while others are made and dropped.
_MAINTENANCE = "postgres"
# Arguments of `connect` that say how to use a connection, and not where it leads.
_MANNERS = frozenset(
    {
        "async",
        "async_",
        "autocommit",
        "connection_factory",
        "context",
        "cursor_factory",
        "prepare_threshold",
        "row_factory",
    }
)


@dataclass(frozen=True, slots=True)
class Original:
    """A database that the target asked for, with all that it takes to reach its server again."""

    driver: str
    name: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def place(self) -> tuple[str, str, str]:
        """Which database it is, whoever the role is that opens it."""
        known = dict(self.parameters)
        return known["host"], known["port"], self.name

    def connect(self, database: str) -> Any:  # noqa: ANN401 - a connection of either driver
        """A connection to a database of that server, past the clones; each statement stands for itself."""
        connection = _real(self.driver)(**dict(self.parameters), dbname=database)
        connection.autocommit = True
        return connection


class PostgresClones:
    """The private clones of this process; `refused` is the error to tell, once a clone could not be made."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        """Keep in that folder what is to be undone, and write statements down where SQLite's are."""
        self.folder, self.databases = folder, databases
        databases.clones = self
        self.prefix = f"authproof_{secrets.token_hex(4)}"
        self.refused: TargetError | None = None
        self.originals: dict[tuple[str, str, str], Original] = {}
        self._asked: dict[tuple[object, ...], Original] = {}
        self._prepared: dict[tuple[str, str, str], str] = {}
        self._own: dict[tuple[str, str, str], str] = {}
        self._connections: WeakSet[Any] = WeakSet()
        self._lock = threading.RLock()

    def install(self) -> None:
        """Lead everybody who connects from now on to a clone."""
        for name in DRIVERS:
            if importlib.util.find_spec(name):
                self._redirect(name)

    def park(self) -> None:
        """Close every connection: nobody may be connected to what is copied."""
        for connection in list(self._connections):
            with suppress(Exception):  # a broken one closes as it likes
                connection.close()
        self._connections.clear()

    def unpark(self) -> None:
        """In the child: what was prepared is copied again, when the first connection is asked for."""
        self._lock = threading.RLock()
        self._prepared, self._own = self._own, {}
        self.prefix = f"{self.prefix}_{os.getpid()}"

    def tidy(self) -> None:
        """Drop the clones of this process, in the first one those of its children too."""
        for original in self.originals.values():
            _drop(original, self.prefix)

    def cells(self) -> Iterator[Cell]:
        """Every stored value of the newest rows of every table."""
        for original in list(self.originals.values()):
            with closing(original.connect(self._clone_of(original))) as connection:
                yield from [Cell(*told) for told in rows(connection)]

    def lose_tables(self) -> bool:
        """Take every table out of every clone; whether there were any."""
        lost = False
        for original in list(self.originals.values()):
            with closing(original.connect(self._clone_of(original))) as connection:
                lost = drop_all(connection) or lost
        return lost

    def _redirect(self, name: str) -> None:
        module: Any = importlib.import_module(name)
        real = module.connect
        if name == "psycopg":
            # Pools and the classes of an app's own call the class method.
            module.Connection.connect = classmethod(self._cloning(name, real, real.__func__))
            module.connect = module.Connection.connect
            module.AsyncConnection.connect = self._refusing_async
        else:
            module.connect = self._cloning(name, real, real)

    def _cloning(self, driver: str, real: Callable[..., Any], function: Callable[..., Any]) -> Any:  # noqa: ANN401 - a function like the real one
        @wraps(real)
        def connect(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the driver's own
            listen(self.databases.statements)
            where = args[1:] if isinstance(args[:1] and args[0], type) else args
            settings = {key: value for key, value in kwargs.items() if key not in _MANNERS}
            clone = self._clone_of(self._original(driver, where[0] if where else None, settings))
            others = {key: value for key, value in kwargs.items() if key != "database"}
            connection = function(*args, **{**others, "dbname": clone})
            self._connections.add(connection)
            return connection

        return connect

    def _original(self, driver: str, dsn: str | None, settings: dict[str, Any]) -> Original:
        """What the driver makes of these arguments, its environment and its service file."""
        settings = dict(settings)
        dsn = settings.pop("dsn", settings.pop("conninfo", dsn)) or ""
        asked = (driver, *sorted((key, str(value)) for key, value in _parsed(driver, dsn, settings).items()))
        if asked not in self._asked:
            self._refuse_unless_local(dict(asked[1:]))  # type: ignore[arg-type]
            with closing(_real(driver)(dsn, **settings)) as connection:
                found = _described(driver, connection)
            self._refuse_unless_local(dict(found.parameters))
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
                server.cursor().execute(f"CREATE DATABASE {_quoted(clone)} TEMPLATE {_quoted(template)}")
        except importlib.import_module(original.driver).Error as refusal:
            self._refuse(original.name, str(refusal).partition("\n")[0])

    def _refuse_unless_local(self, known: dict[str, str]) -> None:
        given = (
            known.get("host") or os.environ.get("PGHOST", ""),
            known.get("hostaddr") or os.environ.get("PGHOSTADDR", ""),
        )
        for host in ",".join(given).split(","):
            if not host.startswith(("/", "@")) and not is_loopback(host):  # those are Unix sockets
                self._refuse(known.get("dbname", ""), f"it is on {host}: an audit stays on this machine")

    def _refuse(self, name: str, seen: str) -> NoReturn:
        self.refused = TargetError(
            "The target uses a server database",
            tried=f"to make a private clone of PostgreSQL {name}".strip(),
            seen=seen,
            advice=(
                "end what is connected to it and let its role create databases (ALTER ROLE ... CREATEDB), or give "
                "the audit a database of its own: its URI can stand in [tool.authproof.environ]"
            ),
        )
        raise self.refused

    async def _refusing_async(self, *_args: object, **_kwargs: object) -> NoReturn:
        self._refuse("", "psycopg's AsyncConnection is not understood by this version")


def drop_clones(folder: Path) -> None:
    """Drop every clone that the journal in an audit's folder tells of, those of killed processes too."""
    journal = folder / _JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    for line in dict.fromkeys(lines):
        driver, name, parameters, clone = json.loads(line)
        _drop(Original(driver, name, tuple(parameters.items())), clone)


def _drop(original: Original, prefix: str) -> None:
    """Drop the database of that name, and those whose names go on after it and an underscore."""
    with (
        suppress(importlib.import_module(original.driver).Error),  # the server is gone
        closing(original.connect(_MAINTENANCE)) as server,
    ):
        cursor = server.cursor()
        cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
        for (name,) in cursor.fetchall():
            if name == prefix or name.startswith(f"{prefix}_"):
                cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def _real(driver: str) -> Callable[..., Any]:
    """The driver's own `connect`, in the target's process the one behind ours."""
    module: Any = importlib.import_module(driver)
    real: Callable[..., Any] = unwrap(module.connect)
    return real


def _parsed(driver: str, dsn: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Keywords of a connection string or URL, by the driver's own parser."""
    if driver == "psycopg":
        return dict(sys.modules["psycopg.conninfo"].conninfo_to_dict(dsn, **settings))
    extensions = sys.modules["psycopg2.extensions"]
    return dict(extensions.parse_dsn(extensions.make_dsn(dsn, **settings)))


def _described(driver: str, connection: Any) -> Original:  # noqa: ANN401 - of either driver
    """The database at the other end, as libpq has resolved it."""
    info = connection.info
    known = info.get_parameters() if driver == "psycopg" else info.dsn_parameters
    left_out = {"dbname", "service", "servicefile"}
    parameters = {key: value for key, value in known.items() if key not in left_out}
    parameters |= {"host": info.host, "port": str(info.port), "user": info.user}
    if info.password:
        parameters["password"] = info.password
    return Original(driver, info.dbname, tuple(sorted(parameters.items())))


def _write_down(folder: Path, original: Original, clone: str) -> None:
    """Say in one appended line what to drop, before it is there; the file holds a password, others may not read it."""
    told = json.dumps([original.driver, original.name, dict(original.parameters), clone])
    line = os.open(folder / _JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(line, told.encode() + b"\n")
    os.close(line)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
