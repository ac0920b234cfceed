"""How long the target works on a short and on a very long password."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from authproof.exchange import Exchange

SHORT, LONG = 100, 400_000
# Growing by these factors no step can take more than a few seconds longer than the one before, even where the
# work grows with the cube of the length: the next step is small as soon as there is something to see.
_BRAVE, _CAREFUL = 4, 2
_NOTICED_S = 0.05
_RATIO, _DIFFERENCE_S = 5.0, 1.0
_SAMPLES = 5
# More than so much is not spent on one comparison, however slow the target is.
_BUDGET_S = 10.0
Attempt = Callable[[int], Exchange]


@dataclass(frozen=True, slots=True)
class Work:
    """How much work passwords of two lengths made, the medians in seconds, and the answer to the long one."""

    length: int
    short_s: float
    long_s: float
    answer: Exchange

    @property
    def excessive(self) -> bool:
        """Whether the long one costs far more than the short one."""
        return exceeds(self.short_s, self.long_s)

    def __str__(self) -> str:
        """The figures."""
        return f"{self.length:,} characters took {self.long_s:.1f} s, {SHORT} characters {self.short_s:.3f} s (medians)"


def exceeds(short_s: float, long_s: float) -> bool:
    """The verdict on two times: a ratio alone means nothing among milliseconds, a difference nothing among minutes."""
    return long_s > _RATIO * short_s and long_s - short_s > _DIFFERENCE_S


def climb(attempt: Attempt, clock: Callable[[], float] = time.process_time) -> tuple[Work, ...]:
    """Compare longer and longer passwords with a short one, until one costs too much or the longest was tried.

    The clock counts this process's own work in process, so that a busy machine changes nothing.
    """
    spent, (short, _) = 0.0, _timed(attempt, SHORT, clock)
    seen: list[Work] = []
    for length in _ladder(lambda: seen[-1].long_s - seen[-1].short_s if seen else 0.0):
        took, answer = _timed(attempt, length, clock)
        spent += took
        work = Work(length, short, took, answer)
        if work.excessive:
            work = _confirmed(attempt, work, clock)
        seen.append(work)
        if work.excessive or spent > _BUDGET_S or answer.response.status == 413:
            break
    return tuple(seen)


def _ladder(difference: Callable[[], float]) -> Iterator[int]:
    length = SHORT
    while length < LONG:
        length = min(LONG, length * (_CAREFUL if difference() > _NOTICED_S else _BRAVE))
        yield length


def _confirmed(attempt: Attempt, first: Work, clock: Callable[[], float]) -> Work:
    """The medians of five samples each, in turns; of fewer where five would take too long."""
    short, long = [first.short_s], [first.long_s]
    while len(long) < _SAMPLES and sum(long) + first.long_s < _BUDGET_S:
        short.append(_timed(attempt, SHORT, clock)[0])
        long.append(_timed(attempt, first.length, clock)[0])
    return Work(first.length, median(short), median(long), first.answer)


def _timed(attempt: Attempt, length: int, clock: Callable[[], float]) -> tuple[float, Exchange]:
    start = clock()
    answer = attempt(length)
    return clock() - start, answer
