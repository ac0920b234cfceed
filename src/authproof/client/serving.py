"""The target served to a browser: in this process, so that its clock, databases and hashes are the ones we watch."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Self

from authproof.client.agent import Client
from authproof.exchange import Exchange, Headers, Request, Response

# More than this is no login form.
_MOST_BYTES = 8 << 20
_BODILESS = frozenset({204, 304})
# What belongs to the connection between browser and us (RFC 9110, section 7.6.1), and what we count ourselves.
_OURS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class Serving:
    """A context in which a client's target answers on a port of 127.0.0.1, which the system picks.

    `exchanges` are all requests that came and their answers, in the order of the answers.
    """

    def __init__(self, client: Client) -> None:
        """Bind the port; nobody is answered before the context is entered."""
        self.exchanges: list[Exchange] = []
        self._server = _Server(("127.0.0.1", 0), _handler(client, self.exchanges))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def __enter__(self) -> Self:
        """Answer from now on, each connection in a thread of its own."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up; an answer that never ends is left to its thread."""
        self._server.shutdown()
        self._server.socket.close()


class _Server(ThreadingHTTPServer):
    def server_bind(self) -> None:
        """Bind, and look up no name: the guard over the target's network would ask what for."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.socket.getsockname()[1]


def _handler(client: Client, exchanges: list[Exchange]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands each request to the client, as it came."""

        protocol_version = "HTTP/1.1"
        timeout = 60

        def handle_one_request(self) -> None:
            """Read one request and answer it, whatever its method is."""
            try:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                exchange = client.send(self._request())
                exchanges.append(exchange)
                self._answer(exchange.response)
            except OSError:  # the browser went away, or says nothing more
                self.close_connection = True

        def _request(self) -> Request:
            given = self.headers.get("Content-Length", "")
            body = self.rfile.read(min(int(given), _MOST_BYTES)) if given.isdecimal() else b""
            headers = tuple((name, value) for name, value in self.headers.items())
            return Request(
                self.command, f"http://{self.headers.get('Host', 'localhost')}{self.path}", headers, body
            )

        def _answer(self, response: Response) -> None:
            self.send_response_only(response.status)
            for name, value in sendable(response.headers):
                self.send_header(name, value)
            body = b"" if response.status in _BODILESS or self.command == "HEAD" else response.body
            if response.status not in _BODILESS:
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def sendable(headers: Headers) -> Headers:
    """The headers that may go over the wire: not the connection's own, and none that would split the answer."""
    return tuple(
        (name, value)
        for name, value in headers
        if name.lower() not in _OURS and not any(char in name + value for char in "\r\n\0")
    )
