"""Server databases but PostgreSQL are refused: what cannot be copied is not written to."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import NoReturn

from authproof.errors import TargetError

# Drivers that reach a database behind a socket, by the module whose `connect` everybody calls.
_DRIVERS = (
    "pg8000",
    "pymysql",
    "MySQLdb",
    "mysql.connector",
    "mariadb",
    "asyncpg",
    "oracledb",
    "pyodbc",
    "pymssql",
)


class ServerGuard:
    """Refuses connections to server databases; `refused` is the error to tell, once there was one."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self.refused: TargetError | None = None

    def install(self) -> None:
        """Replace the drivers' `connect`, those that are installed."""
        for name in _DRIVERS:
            if importlib.util.find_spec(name.partition(".")[0]):
                module = importlib.import_module(name)
                module.connect = self._refusing(name)  # type: ignore[attr-defined]

    def _refusing(self, driver: str) -> Callable[..., NoReturn]:
        def connect(*_args: object, **_kwargs: object) -> NoReturn:
            self.refused = TargetError(
                "The target uses a server database",
                tried=f"to open a private copy of a database through {driver}",
                seen="only SQLite and, by psycopg and psycopg2, PostgreSQL can be copied by this version",
                advice="let it use one of these for the audit: its URI can stand in [tool.authproof.environ]",
            )
            raise self.refused

        return connect
