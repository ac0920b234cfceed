"""Time travel: sessions, remember cookies, reset tokens and locks are judged by moving the target's clock."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import SupportsIndex

import time_machine

# Whoever has slept for so long in all does not slow answers down, but hangs.
_LONGEST_SLEEP_S = 86_400.0


class Clock:
    """The clock that the target sees; it ticks, and jumps when told.

    Only forwards: no promise is about the past. `slept` adds up the seconds for which the target wanted to wait
    while it answered: it got them on its clock.
    """

    def __init__(self) -> None:
        """Start on the real time."""
        self._travel: time_machine.travel | None = None
        self._traveller: time_machine.Traveller | None = None
        self.slept = 0.0
        self._jumped = 0.0

    def install(self) -> None:
        """Let a request that sleeps jump ahead instead of keeping the audit waiting; other threads do sleep."""
        really_sleep, really_monotonic = self._real = time.sleep, time.monotonic

        def sleep(seconds: float | SupportsIndex) -> None:
            asked = float(seconds)
            if (
                threading.current_thread() is threading.main_thread()
                and 0 < asked <= _LONGEST_SLEEP_S - self.slept
            ):
                self.slept += asked
                self.advance(asked)
            else:
                really_sleep(seconds)

        time.sleep = sleep
        # Stores that forget after a while (cachetools' TTLCache) count by this clock, which time_machine leaves alone.
        time.monotonic = lambda: really_monotonic() + self._jumped

    def uninstall(self) -> None:
        """Come back to the real time."""
        time.sleep, time.monotonic = self._real
        if self._travel is not None:
            self._travel.stop()
            self._travel = self._traveller = None

    def advance(self, seconds: float) -> None:
        """Let the target see this much later."""
        if self._traveller is None:
            self._travel = time_machine.travel(datetime.now(UTC), tick=True)
            self._traveller = self._travel.start()
        self._traveller.shift(seconds)
        self._jumped += seconds

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let the target's time stand still: what is made out of the time alone comes out the same twice."""
        outer = self._traveller
        still = time_machine.travel(datetime.now(UTC), tick=False)
        self._traveller = still.start()
        try:
            yield
        finally:
            still.stop()
            self._traveller = outer
