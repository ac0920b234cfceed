"""How many requests an audit of a URL may send, and how fast; counted over all its processes."""

import mmap
import struct
import threading
import time
from dataclasses import dataclass

from authproof.findings import Inconclusive

_LAYOUT = struct.Struct("qd")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the target can bear.

    `requests` is the budget of the whole audit and `pace` how many of them may be sent in a second, 0 for as many as
    are answered. `answer_s` are the seconds in which a whole answer has to be there.
    """

    requests: int = 20_000
    pace: float = 0.0
    answer_s: float = 20.0


class Meter:
    """Counts requests in memory that forked children share; one of them sends at a time, be it with many threads."""

    def __init__(self, bounds: Bounds) -> None:
        """Nothing was sent yet."""
        self.bounds = bounds
        # The budget is for the checks: whoever tidies up goes beyond it, so that nobody is left behind.
        self.unlimited = False
        self._memory = mmap.mmap(-1, _LAYOUT.size)
        self._lock = threading.Lock()

    @property
    def sent(self) -> int:
        """Requests so far."""
        return int(_LAYOUT.unpack_from(self._memory)[0])

    def take(self) -> None:
        """Count one request, and wait until it may be sent.

        Raises:
            Inconclusive: the budget is spent.
        """
        with self._lock:
            sent, earliest = _LAYOUT.unpack_from(self._memory)
            if sent >= self.bounds.requests and not self.unlimited:
                raise Inconclusive(
                    f"the budget of {self.bounds.requests} requests for this audit is spent (--max-requests)"
                )
            now = time.monotonic()  # one clock for all processes of a machine
            begin = max(now, earliest)
            pause = 1 / self.bounds.pace if self.bounds.pace else 0.0
            _LAYOUT.pack_into(self._memory, 0, sent + 1, begin + pause)
        time.sleep(begin - now)
