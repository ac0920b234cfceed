"""What a client has sent, in its order."""

import time
from collections import deque
from dataclasses import dataclass

from authproof.exchange import Exchange

# Exchanges that are kept: a finding's story is told by the last of them.
_KEPT = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """One exchange, the address that it came from, and when it was, by the target's clock, in seconds."""

    exchange: Exchange
    address: str = "127.0.0.1"
    at_s: float = 0.0


class Journal:
    """The latest exchanges of a client, the oldest first."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self._sent: deque[Sent] = deque(maxlen=_KEPT)

    def write(self, exchange: Exchange, address: str) -> Exchange:
        """Put an exchange down; returns it."""
        self._sent.append(Sent(exchange, address, time.time()))
        return exchange

    @property
    def entries(self) -> tuple[Sent, ...]:
        """What stands there."""
        return tuple(self._sent)
