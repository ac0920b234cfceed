"""Time travel: sessions, remember cookies, reset tokens and locks are judged by moving the target's clock."""

from datetime import UTC, datetime

import time_machine


class Clock:
    """The clock that the target sees; it ticks, and jumps when told.

    Only forwards: no promise is about the past.
    """

    def __init__(self) -> None:
        """Start on the real time."""
        self._traveller: time_machine.Traveller | None = None

    def advance(self, seconds: float) -> None:
        """Let the target see this much later."""
        if self._traveller is None:
            self._traveller = time_machine.travel(datetime.now(UTC), tick=True).start()
        self._traveller.shift(seconds)
