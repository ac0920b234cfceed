"""ASGI apps (FastAPI, Starlette, Django's other side) called as WSGI, through a2wsgi.

A process that was forked has no threads but one: each process starts the app's event loop anew, and with it what the
app does when a server starts (ASGI, lifespan protocol), as each worker of a server does.
"""

import asyncio
import inspect
import os
import string
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote

from authproof.errors import TargetError

LOOP_THREAD = "authproof-asgi-loop"
_START_LIMIT_S = 20.0
Message = MutableMapping[str, Any]
AsgiApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Any]


def is_asgi_app(value: object) -> bool:
    """Whether this is called as `await app(scope, receive, send)` (ASGI 3)."""
    if not callable(value) or isinstance(value, type):
        return False
    call = value if inspect.isroutine(value) else type(value).__call__
    try:
        names = [name for name in inspect.signature(value).parameters if name != "self"]
    except (TypeError, ValueError):
        return False
    return len(names) == 3 and (inspect.iscoroutinefunction(call) or names == ["scope", "receive", "send"])


def as_wsgi(app: AsgiApp) -> "AsgiInside":
    """The app in a shape that the in-process client calls.

    Raises:
        TargetError: a2wsgi, which does the work, is not installed.
    """
    if find_spec("a2wsgi") is None:
        raise TargetError(
            "The target is an ASGI app, and what calls it is not installed",
            tried="to import a2wsgi",
            seen="there is no such package here",
            advice="pip install 'authproof[asgi]'",
        )
    return AsgiInside(app)


class AsgiInside:
    """A WSGI callable in front of an ASGI app; `asgi_app` is the app itself."""

    def __init__(self, app: AsgiApp) -> None:
        """Nothing is started before the first request."""
        self.asgi_app = app
        self._process, self._wsgi = 0, None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        if self._process != os.getpid():
            self._process, self._wsgi = os.getpid(), _started(self.asgi_app)
        return self._wsgi(_as_servers_decode(environ), start_response)  # type: ignore[no-any-return,misc]


def _started(app: AsgiApp) -> Any:  # noqa: ANN401 - an optional extra's type
    from a2wsgi import ASGIMiddleware  # noqa: PLC0415 - an optional extra

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name=LOOP_THREAD, daemon=True).start()
    state: dict[str, Any] = {}
    asyncio.run_coroutine_threadsafe(_start_up(app, state), loop).result(_START_LIMIT_S)

    async def with_state(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI's own types
        await app({**scope, "state": dict(state)}, receive, send)

    return ASGIMiddleware(with_state, loop=loop)


async def _start_up(app: AsgiApp, state: dict[str, Any]) -> None:
    """Tell the app that the server has started, and wait until it is ready; many have no interest in that.

    Raises:
        RuntimeError: the app says that it cannot start.
    """
    ready: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    asked: list[Message] = [{"type": "lifespan.startup"}]

    async def receive() -> Message:
        if asked:
            return asked.pop()
        never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await never  # the server never ends

    async def send(message: Message) -> None:
        if not ready.done():
            ready.set_result(message)

    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": state}
    task = asyncio.ensure_future(app(scope, receive, send))
    await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
    _RUNNING.add(task)
    if task.done():
        task.exception()  # it is not interested, which is no mishap to be told by asyncio
    if ready.done() and ready.result()["type"] == "lifespan.startup.failed":
        raise RuntimeError(f"the app does not start: {ready.result().get('message', '')}")


# The event loop holds its tasks weakly: these live as long as the process.
_RUNNING: set[Any] = set()


def _as_servers_decode(environ: dict[str, Any]) -> dict[str, Any]:
    """Octets that are no UTF-8 or no ASCII, as uvicorn hands them on: replaced in the path, escaped in the query."""
    path, query = environ["PATH_INFO"].encode("latin-1"), environ["QUERY_STRING"].encode("latin-1")
    return {
        **environ,
        "PATH_INFO": path.decode("utf-8", "replace").encode().decode("latin-1"),
        "QUERY_STRING": quote(query, safe=string.printable),
    }
