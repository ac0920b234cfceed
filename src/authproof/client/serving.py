"""The target served to a browser: in this process, so that its clock, databases and hashes are the ones we watch."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from authproof.client.agent import Client
from authproof.exchange import Exchange, Headers, Request, Response

# More than this is no login form.
_MOST_BYTES = 8 << 20
_BODILESS = frozenset({204, 304})
# What belongs to the connection between browser and us (RFC 9110, section 7.6.1), and what we count ourselves.
_NOWHERE = Response(502, (("Content-Type", "text/plain"),), b"There is no such place.")
_OURS = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class Serving:
    """A context in which a client's target answers on a port of 127.0.0.1, which the system picks.

    `exchanges` are all requests that came and their answers, in the order of the answers. With a `key` (a PEM file
    with key and certificate) a proxy's client may also CONNECT, and speaks TLS from then on.
    """

    def __init__(self, client: Client, key: str = "") -> None:
        """Bind the port; nobody is answered before the context is entered."""
        self.client, self.tls = client, _tls(key)
        self.exchanges: list[Exchange] = []
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def answer(self, request: Request) -> Exchange:
        """Ask the target; called in the thread of the connection."""
        exchange = self.client.send(request)
        self.exchanges.append(exchange)
        return exchange

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


class Web(Serving):
    """All the web there is to a browser that has this for its proxy.

    The site at `base` answers by the client. Of other addresses there are those in `pages`, each with its answer,
    whatever the query is; every other is refused. `elsewhere` are the requests that were for none of the site's.
    """

    def __init__(self, client: Client, base: str, key: str = "") -> None:
        """The web around the site at `base`."""
        super().__init__(client, key)
        self.host = urlsplit(base).hostname
        self.pages: dict[str, Response] = {}
        self.elsewhere: list[Exchange] = []

    def answer(self, request: Request) -> Exchange:
        """Ask the target, or look among the pages."""
        if urlsplit(request.url).hostname == self.host:
            return super().answer(request)
        exchange = Exchange(request, self.pages.get(request.url.partition("?")[0], _NOWHERE))
        self.elsewhere.append(exchange)
        return exchange


class _Server(ThreadingHTTPServer):
    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        """Bind, and look up no name: the guard over the target's network would ask what for."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.socket.getsockname()[1]


def _tls(key: str) -> ssl.SSLContext | None:
    if not key:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(key)
    return context


class _Handler(BaseHTTPRequestHandler):
    """Hands each request to the client, as it came."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    scheme = "http"
    server: _Server

    def handle_one_request(self) -> None:
        """Read one request and answer it, whatever its method is."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
            elif self.command == "CONNECT":
                self._secure()
            else:
                self._answer(self.server.serving.answer(self._request()).response)
        except OSError:  # the browser went away, or says nothing more
            self.close_connection = True

    def finish(self) -> None:
        """Close what TLS has made of the connection too."""
        super().finish()
        self.connection.close()

    def _secure(self) -> None:
        """Let a proxy's client speak TLS with us, whoever it meant (RFC 9110, section 9.3.6)."""
        tls = self.server.serving.tls
        if tls is None:
            self.send_error(502)
            return
        self.send_response_only(200)
        self.end_headers()
        self.request = tls.wrap_socket(self.connection, server_side=True)
        self.setup()
        self.scheme = "https"
        self.close_connection = False

    def _request(self) -> Request:
        given = self.headers.get("Content-Length", "")
        body = self.rfile.read(min(int(given), _MOST_BYTES)) if given.isdecimal() else b""
        headers = tuple((name, value) for name, value in self.headers.items())
        # Not `self.path`: that has its leading slashes folded.
        target = self.requestline.split()[1]
        here = f"{self.scheme}://{self.headers.get('Host', 'localhost')}{target}"
        return Request(self.command, here if target.startswith("/") else target, headers, body)

    def _answer(self, response: Response) -> None:
        self.send_response_only(response.status)
        for name, value in sendable(response.headers):
            self.send_header(name, value)
        body = b"" if response.status in _BODILESS or self.command == "HEAD" else response.body
        if response.status not in _BODILESS:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(body)


def sendable(headers: Headers) -> Headers:
    """The headers that may go over the wire: not the connection's own, and none that would split the answer."""
    return tuple(
        (name, value)
        for name, value in headers
        if name.lower() not in _OURS and not any(char in name + value for char in "\r\n\0")
    )
