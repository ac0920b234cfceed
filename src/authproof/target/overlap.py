"""Requests at the same moment: their password hashes overlap, as slow ones do, though few are computed at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock, get_ident

# When nobody has come for so long, the others are held up by somebody who waits here: a lock, a pool of connections.
_STALL_S = 0.5


class Meeting:
    """A place where so many people wait for one another, until all are there or nobody comes any more."""

    def __init__(self, people: int) -> None:
        """Wait for so many."""
        self._missing, self._changed = people, Condition()

    def arrive(self) -> None:
        """One more is there, or will never come; nothing is waited for."""
        with self._changed:
            self._missing -= 1
            self._changed.notify_all()

    def meet(self) -> None:
        """Be there, and wait for the others."""
        self.arrive()
        with self._changed:
            while self._missing > 0:
                if not self._changed.wait(_STALL_S):
                    self._missing = 0
                    self._changed.notify_all()


class Overlap:
    """No request comes out of its first password hash before every other one went into its own."""

    def __init__(self, people: int) -> None:
        """So many requests are sent."""
        self._begun, self._done = Meeting(people), Meeting(people)
        self._threads: set[int] = set()
        self._lock = Lock()

    @property
    def hashing(self) -> int:
        """How many requests came to a hash."""
        return len(self._threads)

    @contextmanager
    def around(self) -> Iterator[None]:
        """Compute a hash in here."""
        first = self._is_first()
        if first:
            self._begun.meet()
        try:
            yield
        finally:
            if first:
                self._done.meet()

    def ended(self) -> None:
        """This thread's request was answered; with a hash or without one."""
        if self._is_first():
            self._threads.discard(get_ident())
            self._begun.arrive()
            self._done.arrive()

    def _is_first(self) -> bool:
        with self._lock:
            first = get_ident() not in self._threads
            self._threads.add(get_ident())
        return first
