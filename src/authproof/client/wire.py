"""The client of a URL target: counted, paced, each check from addresses of its own."""

import ipaddress
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from authproof.client.http import HttpClient
from authproof.client.journal import Journal
from authproof.client.tls import Tls
from authproof.exchange import Exchange, Request
from authproof.target import Remote

# Checks use addresses below 127.2.0.0 and few beyond: so far apart they do not meet, for as many checks as 85.
_STRIDE = 197_003
_LOOPBACK = int(ipaddress.IPv4Address("127.0.0.0"))
_HOSTS = 1 << 24
_HOME = "127.0.0.1"


class WireClient:
    """Sends requests to a URL target; `sent` counts them, `throttled` those that a limit on requests refused,
    `unanswered` those to which no whole answer came.

    `answer_s` adds up the seconds that answers took, without what the pace makes us wait. `heard` is told of every
    exchange.
    """

    def __init__(
        self, remote: Remote, number: int, heard: Callable[[Exchange], None] = lambda _exchange: None
    ) -> None:
        """Talk as check `number` of an audit."""
        address = remote.address
        tls = Tls(address.host, verified=not address.is_local) if address.scheme == "https" else None
        self.remote, self.heard, self._lock = remote, heard, threading.Lock()
        self.sent = self.throttled = self.unanswered = 0
        self.answer_s = 0.0
        self.journal = Journal()
        self._http = HttpClient(
            remote.peer, limit_s=remote.meter.bounds.answer_s, tls=tls, sources=_sources(remote, number)
        )

    def __enter__(self) -> Self:
        """Nothing is opened before the first request."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up: a server that serves one connection at a time has others to serve."""
        self._http.close()

    def send(self, request: Request, address: str = _HOME) -> Exchange:
        """Send one request when its time has come.

        Raises:
            Inconclusive: the budget is spent, or the connection cannot carry this request.
        """
        self.remote.meter.take()
        begin = time.perf_counter()
        exchange = self._http.send(request, address)
        with self._lock:
            self.answer_s += time.perf_counter() - begin
            self.sent += 1
            self.throttled += is_throttled(exchange)
            self.unanswered += exchange.crash is not None
        self.heard(exchange)
        return self.journal.write(exchange, _HOME)


def is_throttled(exchange: Exchange) -> bool:
    """Whether the server said that too many requests came (RFC 6585, section 4; RFC 9110, section 15.6.4)."""
    response = exchange.response
    return response.status == 429 or (response.status == 503 and bool(response.header("Retry-After")))


def _sources(remote: Remote, number: int) -> Callable[[str], str]:
    """Which address stands for which.

    A limit on one address that one check has met must not stand in the way of the next, nor of the next audit. Where
    addresses cannot be chosen, all requests come from the one that there is.
    """
    if not remote.can_move:
        return lambda _address: _HOME
    offset = int(remote.seed, 16) % _HOSTS + number * _STRIDE

    def moved(address: str) -> str:
        place = (int(ipaddress.IPv4Address(address)) + offset) % (_HOSTS - 2) + 1
        return str(ipaddress.IPv4Address(_LOOPBACK + place))

    return moved
