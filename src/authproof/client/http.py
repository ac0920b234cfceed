"""The client on a socket: HTTP/1.1 (RFC 9112) to one address, byte for byte as the request says.

What a server does wrong is told as the in-process client tells a crash: an exchange with status 500 and `crash`.
"""

import ipaddress
import re
import select
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import h11

from authproof.client.tls import Tls
from authproof.client.urls import raw_target
from authproof.client.wsgi import BODY_LIMIT
from authproof.exchange import Exchange, Headers, Request, Response, all_headers
from authproof.findings import Inconclusive

# Seconds in which a whole answer has to be there, from the connection to the last byte.
TIME_LIMIT_S = 20.0
# Bytes of a head that are read; browsers stop at 256 KiB as well.
_HEAD_LIMIT = 256 << 10
_PIECE = 64 << 10
# A request that is repeated does no more than once (RFC 9110, section 9.2.1), so that a kept connection may be risked.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOME = "127.0.0.1"


def loopback_source(address: str) -> str:
    """Where to come from: any address of 127.0.0.0/8 is this machine's; others cannot be chosen."""
    try:
        return address if ipaddress.IPv4Address(address).is_loopback else _HOME
    except ValueError:
        return _HOME


class HttpClient:
    """Sends requests to `peer`, whatever host their URLs name: that is said in Host, and nobody else is contacted.

    Nothing is normalised: path, header names and values go out as they were given. Only white space and control
    characters of a path are percent-encoded, for a request line cannot hold them (RFC 9112, section 3.2). Bodies
    stay as they came, compressed ones too; `Response.text` unpacks them, as it does for the in-process client.
    Each thread has a connection of its own, which is kept for its next request.
    """

    def __init__(
        self,
        peer: tuple[str, int],
        *,
        limit_s: float = TIME_LIMIT_S,
        body_limit: int = BODY_LIMIT,
        tls: Tls | None = None,
        sources: Callable[[str], str] = loopback_source,
    ) -> None:
        """Talk to that host and port; a longer answer is an error, a bigger body is cut (in bytes).

        With `tls` it is https alone. `sources` says from which address of this machine a request comes that is
        asked to come from another.
        """
        self.peer, self.limit_s, self.body_limit, self.tls = peer, limit_s, body_limit, tls
        self.sources = sources
        self._kept: dict[int, _Connection] = {}

    def __enter__(self) -> Self:
        """Nothing is opened before the first request."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self.close()

    def close(self) -> None:
        """Close every connection that was kept."""
        while self._kept:
            self._kept.popitem()[1].close()

    def send(self, request: Request, address: str = _HOME) -> Exchange:
        """Send one request; never raises for what the server does.

        Raises:
            Inconclusive: HTTP/1.1 over such a connection cannot carry the request, or not from that address.
        """
        message = wire_bytes(request, "https" if self.tls else "http")
        deadline = time.perf_counter() + self.limit_s
        try:
            response = self._ask(request.method, message, self.sources(address), deadline)
        except TimeoutError:
            return _trouble(request, f"no whole answer within {self.limit_s:g} s")
        except OSError as error:
            return _trouble(request, f"the connection broke: {error.strerror or error}")
        except h11.RemoteProtocolError as error:
            return _trouble(request, f"the answer is no valid HTTP: {error}")
        return Exchange(request, response)

    def _ask(self, method: str, message: bytes, source: str, deadline: float) -> Response:
        """On the kept connection where that is safe, else on a new one.

        A server may close a kept connection at any moment; a safe request is then sent once more (RFC 9112, 9.3.1).
        Only one is ever open for a thread: a server that serves one at a time would wait for the other to end.
        """
        kept = self._kept.pop(threading.get_ident(), None)
        if kept and (method not in _SAFE or kept.source != source or not kept.is_fresh()):
            kept.close()
            kept = None
        if kept:
            with suppress(_NoAnswerError):
                return self._talk(kept, method, message, deadline)
        return self._talk(self._connected(source, deadline), method, message, deadline)

    def _talk(self, connection: "_Connection", method: str, message: bytes, deadline: float) -> Response:
        try:
            response = connection.ask(method, message, deadline, self.body_limit)
        except BaseException:
            connection.close()
            raise
        if connection.may_be_kept():
            self._kept[threading.get_ident()] = connection
        else:
            connection.close()
        return response

    def _connected(self, source: str, deadline: float) -> "_Connection":
        bound = (source, 0) if source != _HOME else None
        try:
            opened = socket.create_connection(self.peer, _left(deadline), bound)
        except OSError as error:
            if bound is not None and not isinstance(error, ConnectionError | TimeoutError):
                raise Inconclusive(f"this machine sends nothing from {source}: {error.strerror}") from None
            raise
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Connection(self.tls.over(opened) if self.tls else opened, source)


class _NoAnswerError(ConnectionError):
    """The server has hung up without a byte of an answer."""


class _Connection:
    """One socket and what h11 makes of the bytes that come out of it."""

    def __init__(self, opened: socket.socket, source: str) -> None:
        self.socket, self.source = opened, source
        self.parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD_LIMIT)
        self._silent = True

    def ask(self, method: str, message: bytes, deadline: float, body_limit: int) -> Response:
        """Send the bytes, read the answer; a body beyond the limit is cut."""
        self._silent = True
        # h11 has to know the method to tell where an answer ends; its own bytes, which are strict, are not sent.
        self.parser.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
        self.parser.send(h11.EndOfMessage())
        self._send(message, deadline)
        headers: Headers = ()
        status, body = 0, bytearray()
        while len(body) < body_limit:
            event = self._next(deadline)
            if isinstance(event, h11.Response):
                status, headers = event.status_code, _pairs(event)
            elif isinstance(event, h11.Data):
                body += event.data
            elif not isinstance(event, h11.InformationalResponse):
                break
        return Response(status, headers, bytes(body[:body_limit]))

    def may_be_kept(self) -> bool:
        """Whether both sides are through with their message and want to go on; makes ready for the next."""
        if self.parser.states != {h11.CLIENT: h11.DONE, h11.SERVER: h11.DONE} or self.parser.trailing_data[0]:
            return False
        self.parser.start_next_cycle()
        return True

    def is_fresh(self) -> bool:
        """Whether the server has neither hung up nor said anything unasked since."""
        asked = select.poll()
        asked.register(self.socket, select.POLLIN)
        return not asked.poll(0)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _send(self, message: bytes, deadline: float) -> None:
        self.socket.settimeout(_left(deadline))
        # Who refuses a body before its end has answered all the same.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(message)

    def _next(self, deadline: float) -> object:
        while (event := self.parser.next_event()) is h11.NEED_DATA:
            self.socket.settimeout(_left(deadline))
            data = self._receive()
            self._silent = self._silent and not data
            if self._silent:
                raise _NoAnswerError("the server hung up without an answer")
            self.parser.receive_data(data)
        return event

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(_PIECE)
        except ConnectionResetError:
            if self._silent:
                raise _NoAnswerError("the server hung up without an answer") from None
            raise


def wire_bytes(request: Request, scheme: str = "http") -> bytes:
    """A request as it goes over the wire; Host and Content-Length are added where they were not given.

    Raises:
        Inconclusive: it would be read as something else, since a line would break where none should.
    """
    if not _TOKEN.fullmatch(request.method):
        raise Inconclusive(f"HTTP/1.1 cannot carry the method {request.method!r}")
    if urlsplit(request.url).scheme != scheme:
        raise Inconclusive(f"this connection carries {scheme} alone, not {request.url}")
    lines = [f"{request.method} ".encode() + _target(request.url) + b" HTTP/1.1"]
    lines += [_line(name, value) for name, value in (*_added(request), *request.headers)]
    return b"\r\n".join([*lines, b"", request.body])


def _target(url: str) -> bytes:
    """Path and query as they stand in the URL; text beyond ASCII goes as UTF-8, as browsers send it."""
    target = raw_target(url)
    given = (target if target.startswith("/") else f"/{target}").encode("utf-8", "surrogatepass")
    return re.sub(rb"[\x00-\x20\x7f]", lambda found: b"%%%02X" % found[0][0], given)


def _added(request: Request) -> Headers:
    """What every message needs (RFC 9112, sections 3.2 and 6.2)."""
    host = urlsplit(request.url).netloc.rpartition("@")[2]
    headers: Headers = () if all_headers(request.headers, "Host") else (("Host", host),)
    sized = all_headers(request.headers, "Content-Length") or all_headers(
        request.headers, "Transfer-Encoding"
    )
    if sized or not (request.body or request.method in {"POST", "PUT", "PATCH"}):
        return headers
    return (*headers, ("Content-Length", str(len(request.body))))


def _line(name: str, value: str) -> bytes:
    """One header line; what is beyond latin-1 goes as UTF-8."""
    if not _TOKEN.fullmatch(name) or any(char in value for char in "\r\n\0"):
        raise Inconclusive(f"HTTP/1.1 cannot carry the header {name!r} with {value!r}")
    try:
        return f"{name}: {value}".encode("latin-1")
    except UnicodeEncodeError:
        return f"{name}: {value}".encode("utf-8", "surrogatepass")


def _pairs(event: h11.Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers.raw_items()
    )


def _left(deadline: float) -> float:
    """Seconds that are left.

    Raises:
        TimeoutError: none.
    """
    left = deadline - time.perf_counter()
    if left <= 0:
        raise TimeoutError
    return left


def _trouble(request: Request, said: str) -> Exchange:
    return Exchange(request, Response(500), said)
