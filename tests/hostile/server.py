"""A server on raw sockets that answers well until its `mode` is set, and then as badly as the mode says."""

import gzip
import itertools
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from authproof.client import WsgiClient
from authproof.exchange import Request

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
# Seconds after which a server that waits gives up: longer than any limit of the tests.
_PATIENCE = 30
FORM = b"<form method=post action=/login>%s<input name=user><input type=password name=password></form>"


def page(body: bytes, head: bytes = OK) -> bytes:
    """A whole answer."""
    return head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def says(*pieces: bytes):
    """Send these, and hang up."""
    return lambda line, stopped: [line.sendall(piece) for piece in pieces]


def then_waits(*pieces: bytes):
    """Send these, and say no more."""

    def answer(line, stopped):
        says(*pieces)(line, stopped)
        stopped.wait(_PATIENCE)

    return answer


def without_end(begin: bytes, piece: bytes, pause: float = 0.0):
    """Send the piece again and again."""

    def answer(line, stopped):
        line.sendall(begin)
        while not stopped.is_set():
            line.sendall(piece)
            time.sleep(pause)

    return answer


def resets(line, stopped):
    """Hang up without a goodbye (RST)."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def redirects(line, stopped, number=itertools.count()):  # noqa: B008 - one count for all
    """Always further."""
    line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /%d\r\nContent-Length: 0\r\n\r\n" % next(number))


BOMB = gzip.compress(bytes(64 << 20))
MODES = {
    "hangs on the head": then_waits(),
    "hangs in the head": then_waits(b"HTTP/1.1 200 OK\r\nContent-"),
    "hangs in the body": then_waits(OK + b"Content-Length: 1000\r\n\r\n<p>"),
    "drips a head": without_end(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.2),
    "drips a body": without_end(OK + b"Content-Length: 99999\r\n\r\n", b"x", 0.2),
    "hangs up": says(),
    "resets": resets,
    "hangs up in the head": says(b"HTTP/1.1 2"),
    "hangs up in the body": says(OK + b"Content-Length: 1000\r\n\r\n<p>"),
    "no HTTP": says(b"220 mail.example ESMTP\r\n"),
    "TLS": says(b"\x15\x03\x01\x00\x02\x02\x46"),
    "HTTP/0.9": says(b"<p>hello"),
    "HTTP/2": says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)),
    "status 0": says(b"HTTP/1.1 0 Zero\r\nContent-Length: 0\r\n\r\n"),
    "status 99": says(b"HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n"),
    "status 1000": says(b"HTTP/1.1 1000 Much\r\nContent-Length: 0\r\n\r\n"),
    "status in words": says(b"HTTP/1.1 fine\r\nContent-Length: 0\r\n\r\n"),
    "no reason": says(page(b"<p>fine", b"HTTP/1.1 200\r\n")),
    "switches protocols": then_waits(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    "only 100": without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
    "headers without end": without_end(b"HTTP/1.1 200 OK\r\n", b"X-More: more\r\n"),
    "header of 1 MB": says(page(b"", OK + b"X: " + b"x" * (1 << 20) + b"\r\n")),
    "header without name": says(page(b"", OK + b": x\r\n")),
    "NUL in a header": says(page(b"", OK + b"X: a\0b\r\n")),
    "CR in a header": says(page(b"", OK + b"X: a\rb\r\n")),
    "folded header": says(page(b"", OK + b"X: a\r\n b\r\n")),
    "body without end": without_end(OK + b"\r\n", b"<p>" * 4096),
    "chunks without end": without_end(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\n<p>\r\n"),
    "gzip bomb": says(page(BOMB, OK + b"Content-Encoding: gzip\r\n")),
    "broken gzip": says(page(b"\x1f\x8b\x08broken", OK + b"Content-Encoding: gzip\r\n")),
    "length too small": says(OK + b"Content-Length: 3\r\n\r\n<p>and more"),
    "length below zero": says(OK + b"Content-Length: -1\r\n\r\n<p>"),
    "length in words": says(OK + b"Content-Length: many\r\n\r\n<p>"),
    "two lengths": says(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n<p>x"),
    "length of an ocean": then_waits(OK + b"Content-Length: 99999999999999999999\r\n\r\n<p>"),
    "broken chunks": says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n"),
    "chunk of an ocean": then_waits(OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n<p>"),
    "redirects without end": redirects,
    "redirects to itself": says(b"HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n"),
    "redirects to nowhere": says(b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n"),
    "redirects far away": says(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"),
    "10,000 cookies": says(page(b"", OK + b"".join(b"Set-Cookie: c%d=x\r\n" % n for n in range(10_000)))),
    "cookie of 200 kB": says(page(b"<p>", OK + b"Set-Cookie: c=" + b"x" * 200_000 + b"\r\n")),
    "odd cookies": says(page(b"<p>", OK + b'Set-Cookie: =;,"\x07;Expires=never, a=b; Domain=.;\r\n' * 9)),
    "duplicate headers": says(page(b"<p>", OK + b"Content-Type: image/png\r\nLocation: /\r\nLocation: //x\r\n")),
    "invalid UTF-8": says(page(bytes(range(128, 256)) * 8)),
    "charset of its own": says(page(b"<p>", b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=klingon\r\n")),
    "UTF-16": says(page(FORM.decode().encode("utf-16"))),
    "nested 100,000 deep": says(page(b"<div>" * 100_000 + FORM % b"")),
    "50,000 controls": says(page(FORM % (b"<input name=a>" * 50_000))),
    "names that attack": says(page(FORM % b"<input name='\x1b[2J<script>]]>' required><input name='..//%00'>")),
    "204 with a body": says(page(b"<p>", b"HTTP/1.1 204 No Content\r\n")),
    "401 for ever": says(page(b"<p>", b"HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate\r\n")),
}  # fmt: skip


class Server:
    """Listens on a port of loopback; `app` answers while there is no `mode`."""

    def __init__(self, app=None) -> None:
        """Take a port."""
        self.app, self.mode = WsgiClient(app) if app else None, None
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def listen(self) -> None:
        """Serve each connection in a thread, one answer each."""
        while not self._stopped.is_set():
            with suppress(OSError):
                line, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def stop(self) -> None:
        """End every answer that has none, and close."""
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, line: socket.socket) -> None:
        with line, suppress(OSError, ValueError):
            line.settimeout(_PATIENCE)
            request = self._read(line)
            if self.mode is None:
                line.sendall(self._well(request))
            else:
                MODES[self.mode](line, self._stopped)

    def _read(self, line: socket.socket) -> Request:
        text = b""
        while b"\r\n\r\n" not in text:
            text += line.recv(65536) or b"\r\n\r\n"
        head, _, body = text.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        length = int((re.search(r"(?im)^content-length: *(\d+)", "\n".join(lines)) or ["", "0"])[1])
        while len(body) < length:
            body += line.recv(65536)
        method, target, _ = first.split(" ", 2)
        headers = tuple(tuple(one.split(": ", 1)) for one in lines)
        return Request(method, self.url + target, headers, body)

    def _well(self, request: Request) -> bytes:
        """The app's own answer, after which we hang up."""
        answer = self.app.send(request).response
        kept = [one for one in answer.headers if one[0].lower() not in {"content-length", "connection"}]
        lines = [
            f"HTTP/1.1 {answer.status} x",
            *(f"{name}: {value}" for name, value in kept),
            "Connection: close",
        ]
        return page(answer.body, "".join(f"{one}\r\n" for one in lines).encode("latin-1"))


@contextmanager
def serving(app=None) -> Iterator[Server]:
    """A server for as long as the context lasts."""
    server = Server(app)
    thread = threading.Thread(target=server.listen, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(5)
