"""SQLAlchemy's pools over a fork: a connection that was closed meanwhile is replaced when it is asked for."""

import sys
from collections import deque
from typing import Any

_listening = False


def listen(statements: deque[str]) -> None:
    """Listen, once, to SQLAlchemy's engines and pools if the target has imported it; write statements down there."""
    global _listening  # noqa: PLW0603 - the listeners are the process's, too
    if _listening or "sqlalchemy" not in sys.modules:
        return
    _listening = True
    sqlalchemy: Any = sys.modules["sqlalchemy"]

    def checkout(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401
        if getattr(connection, "closed", False):
            raise sqlalchemy.exc.DisconnectionError

    def write_down(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:  # noqa: ANN401
        if connection.dialect.name == "postgresql":
            statements.append(statement)

    sqlalchemy.event.listen(sqlalchemy.pool.Pool, "checkout", checkout)
    sqlalchemy.event.listen(sqlalchemy.engine.Engine, "before_cursor_execute", write_down)
