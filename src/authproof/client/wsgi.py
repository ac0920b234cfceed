"""The in-process client: calls the WSGI app as a server would (PEP 3333), in microseconds.

Nothing is normalised on the way: the path and the headers arrive as they were given, and an exception that
leaves the app, also while the response starts, becomes an exchange with `crash` (CATALOGUE, F11).
"""

import io
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from authproof.client.journal import Journal
from authproof.client.urls import raw_target
from authproof.exchange import CodeLocation, Exchange, Headers, Request, Response

# More of a body than this is not read, in bytes and in pieces: an endless stream must not eat the machine.
BODY_LIMIT, MOST_CHUNKS = 2 << 20, 100_000
ViewOf = Callable[[dict[str, Any]], CodeLocation | None]


class WsgiClient:
    """Sends requests into a WSGI callable; `app_seconds` adds up the CPU time that the app itself took."""

    def __init__(
        self, app: Callable[..., Any], view_of: ViewOf = lambda _environ: None, *, prefix: str = ""
    ) -> None:
        """Call that app, mounted under `prefix`; `view_of` tells which view answered."""
        self.app, self.view_of, self.prefix = app, view_of, prefix
        self.app_seconds = 0.0
        self.sent = 0
        self.journal = Journal()

    def send(self, request: Request, address: str = "127.0.0.1") -> Exchange:
        """Send one request as from that address; never raises for what the app does."""
        return self.journal.write(self._exchange(request, address), address)

    def _exchange(self, request: Request, address: str) -> Exchange:
        environ = wsgi_environ(request, address, self.prefix)
        started: list[tuple[str, list[tuple[str, str]]]] = []
        start, self.sent = time.thread_time(), self.sent + 1
        try:
            body = self._run(environ, started)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the border to the target's own code
            return Exchange(request, Response(500), _crash(error), self.view_of(environ))
        finally:
            self.app_seconds += time.thread_time() - start
        if not started:
            return Exchange(
                request, Response(500), "the app never called start_response", self.view_of(environ)
            )
        status, headers = started[-1]
        return Exchange(
            request, Response(_status(status), _pairs(headers), body), None, self.view_of(environ)
        )

    def _run(self, environ: dict[str, Any], started: list[tuple[str, list[tuple[str, str]]]]) -> bytes:
        written: list[bytes] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], None]:
            if exc_info is None and started:
                raise AssertionError("start_response was called twice without exc_info (PEP 3333)")
            started.append((status, list(headers)))
            return written.append

        answer = self.app(environ, start_response)
        try:
            return b"".join(written) + _read(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()


def wsgi_environ(request: Request, address: str, prefix: str = "") -> dict[str, Any]:
    """The environ of a request, its path decoded once and nothing else touched."""
    split = urlsplit(request.url)
    target = raw_target(request.url)
    raw_path, _, query = target.partition("?")
    path = unquote_to_bytes(raw_path or "/").decode("latin-1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": prefix if path.startswith(prefix) else "",
        "PATH_INFO": path.removeprefix(prefix) if prefix else path,
        "QUERY_STRING": query.encode().decode("latin-1"),
        "REQUEST_URI": target,
        "RAW_URI": target,
        "SERVER_NAME": split.hostname or "localhost",
        "SERVER_PORT": str(split.port or (443 if split.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": address,
        "REMOTE_PORT": "49152",
        "CONTENT_LENGTH": str(len(request.body))
        if request.body or request.method in {"POST", "PUT", "PATCH"}
        else "",
        "HTTP_HOST": split.netloc.rpartition("@")[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": split.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    return environ


def _read(answer: Iterable[bytes]) -> bytes:
    """The body as far as anybody would read a page of a login: streams may have no end."""
    chunks, size = [], 0
    for chunk in islice(answer, MOST_CHUNKS):
        chunks.append(chunk[: BODY_LIMIT - size])
        size += len(chunk)
        if size >= BODY_LIMIT:
            break
    return b"".join(chunks)


def _status(line: str) -> int:
    code = str(line)[:3]
    return int(code) if code.isdecimal() else 500


def _pairs(headers: list[tuple[str, str]]) -> Headers:
    return tuple((str(name), str(value)) for name, value in headers)


def _crash(error: BaseException) -> str:
    lines = traceback.format_exception(error)
    return "".join(lines[-3:]).strip()
