"""psycopg and psycopg2: how each is told where to connect, says where it is, and takes up a closed connection again."""

import importlib
from collections import deque
from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import unwrap
from typing import Any, cast

# The arguments of one call of `connect`: by place and by name.
Arguments = tuple[tuple[Any, ...], dict[str, Any]]
Redirect = Callable[["Driver", Callable[..., Any], Arguments], Any]


class Driver:
    """One of the two; what they have in common."""

    name: str
    # Arguments of `connect` that say how to use a connection, and not where it leads.
    manners: frozenset[str]

    def __init__(self) -> None:
        """Import it. `connect` is its own, in the target's process the one behind ours."""
        self.module: Any = importlib.import_module(self.name)
        self.connect: Callable[..., Any] = unwrap(self.module.connect)
        self.error: type[Exception] = self.module.Error

    def split(self, arguments: Arguments) -> tuple[str, dict[str, Any]]:
        """The connection string of a call, and the settings beside it."""
        (first, *_), named = (*arguments[0], None), arguments[1]
        settings = {key: value for key, value in named.items() if key not in self.manners}
        return settings.pop("dsn", settings.pop("conninfo", first)) or "", settings

    def described(self, connection: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401 - the driver's own
        """The name of the database at the other end, and what it takes to reach its server, as libpq resolved it."""
        info = connection.info
        left_out = {"dbname", "service", "servicefile"}
        known = {key: value for key, value in self.parameters(info).items() if key not in left_out}
        known |= {"host": info.host, "port": str(info.port), "user": info.user}
        return info.dbname, known | ({"password": info.password} if info.password else {})

    def parsed(self, dsn: str, settings: dict[str, Any]) -> dict[str, Any]:
        """Keywords of a connection string or URL, by the driver's own parser."""
        raise NotImplementedError

    def parameters(self, info: Any) -> dict[str, str]:  # noqa: ANN401
        """The parameters of an open connection, without the password."""
        raise NotImplementedError

    def install(self, redirect: Redirect, statements: deque[str]) -> None:
        """Ask `redirect` for every connection, and write down the text of each statement."""
        raise NotImplementedError

    def park(self, connection: Any) -> None:  # noqa: ANN401
        """Leave the server."""
        raise NotImplementedError

    def revive(self, connection: Any, fresh: Any) -> None:  # noqa: ANN401
        """Let a parked connection go on as the fresh one."""
        raise NotImplementedError


class Psycopg(Driver):
    """psycopg 3."""

    name = "psycopg"
    manners = frozenset({"autocommit", "context", "cursor_factory", "prepare_threshold", "row_factory"})

    def parsed(self, dsn: str, settings: dict[str, Any]) -> dict[str, Any]:
        """See the base."""
        return dict(self.module.conninfo.conninfo_to_dict(dsn, **settings))

    def parameters(self, info: Any) -> dict[str, str]:  # noqa: ANN401
        """See the base."""
        return dict(info.get_parameters())

    def install(self, redirect: Redirect, statements: deque[str]) -> None:
        """See the base. Pools, and classes of an app's own, call the class method."""
        module, real = self.module, self.connect

        @wraps(real)
        def connect(cls: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the driver's own
            return redirect(self, lambda *a, **k: real.__func__(cls, *a, **k), (args, kwargs))  # type: ignore[attr-defined]

        module.Connection.connect = classmethod(connect)
        module.connect = module.Connection.connect
        for name in ("execute", "executemany"):
            setattr(module.Cursor, name, _noting(getattr(module.Cursor, name), statements))

    def park(self, connection: Any) -> None:  # noqa: ANN401
        """See the base."""
        connection.pgconn.finish()

    def revive(self, connection: Any, fresh: Any) -> None:  # noqa: ANN401
        """See the base. What was prepared on the server before is not there any more."""
        connection.pgconn, fresh.pgconn = fresh.pgconn, connection.pgconn
        fresh.prepare_threshold = connection.prepare_threshold
        connection._prepared = fresh._prepared  # noqa: SLF001 - there is no other way to forget


class Psycopg2(Driver):
    """psycopg2, whose connections are written in C: a subclass passes on to the fresh one."""

    name = "psycopg2"
    manners = frozenset({"async", "async_", "connection_factory", "cursor_factory"})

    def parsed(self, dsn: str, settings: dict[str, Any]) -> dict[str, Any]:
        """See the base."""
        extensions = self.module.extensions
        return dict(extensions.parse_dsn(extensions.make_dsn(dsn, **settings)))

    def parameters(self, info: Any) -> dict[str, str]:  # noqa: ANN401
        """See the base."""
        return dict(info.dsn_parameters)

    def install(self, redirect: Redirect, statements: deque[str]) -> None:
        """See the base."""
        real = self.connect
        cursors = lru_cache(maxsize=None)(lambda base: _noting_cursor(base, statements))
        plain = self.module.extensions.connection
        tracked = lru_cache(maxsize=None)(
            lambda base: _passing_on(base, lambda given: cursors(given or self.module.extensions.cursor))
        )

        @wraps(real)
        def connect(dsn: Any = None, connection_factory: Any = None, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the driver's own
            factory = connection_factory or plain
            if isinstance(factory, type):
                factory = tracked(factory)
            return redirect(self, real, ((dsn, factory, *args), kwargs))

        self.module.connect = connect

    def park(self, connection: Any) -> None:  # noqa: ANN401
        """See the base."""
        connection.autocommit_before = connection.autocommit
        connection.close()

    def revive(self, connection: Any, fresh: Any) -> None:  # noqa: ANN401
        """See the base."""
        fresh.autocommit = connection.autocommit_before
        vars(connection)["fresh"] = fresh


def _passing_on(base: Any, cursor_class: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - a class of psycopg2's
    """A class of connections that pass everything on, once there is a fresh one."""

    class Tracked(base):  # type: ignore[misc]
        """Itself until it was parked, then the fresh one."""

        fresh = None

        # Under the names of psycopg2's own.
        def cursor(self, name: Any = None, cursor_factory: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401
            given = cursor_class(cursor_factory or self.cursor_factory)
            return super().cursor(name, cursor_factory=given, **kwargs)

        def __getattribute__(self, name: str) -> Any:  # noqa: ANN401
            own = object.__getattribute__(self, "__dict__")
            fresh = own.get("fresh")
            if fresh is None or name in own or name.startswith("__"):
                return super().__getattribute__(name)
            return getattr(fresh, name)

        def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401
            if self.__dict__.get("fresh") is None:
                super().__setattr__(name, value)
            else:
                setattr(self.__dict__["fresh"], name, value)

        def __enter__(self) -> Any:  # noqa: ANN401
            (self.__dict__.get("fresh") or cast("Any", super())).__enter__()
            return self

        def __exit__(self, *raised: object) -> Any:  # noqa: ANN401
            return (self.__dict__.get("fresh") or cast("Any", super())).__exit__(*raised)

    return Tracked


def _noting_cursor(base: Any, statements: deque[str]) -> Any:  # noqa: ANN401 - a class of psycopg2's
    own = {name: _noting(getattr(base, name), statements) for name in ("execute", "executemany")}
    return type(base.__name__, (base,), own) if isinstance(base, type) else base


def _noting(real: Callable[..., Any], statements: deque[str]) -> Callable[..., Any]:
    """The method, with the text of its statement written down; bytes are texts with their parameters in them."""

    @wraps(real)
    def execute(cursor: Any, query: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the driver's own
        if isinstance(query, str):
            statements.append(query)
        elif hasattr(query, "as_string"):
            statements.append(query.as_string(cursor))
        return real(cursor, query, *args, **kwargs)

    return execute


_KNOWN: tuple[type[Driver], ...] = (Psycopg, Psycopg2)
NAMES = tuple(driver.name for driver in _KNOWN)


def driver_of(name: str) -> Driver:
    """The driver of that name.

    Raises:
        ImportError: it is not installed.
    """
    return next(driver() for driver in _KNOWN if driver.name == name)
