"""Ctrl-C, and the signals by which others end a program: each is an exception, so that everything is tidied up."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from authproof.errors import Interrupted

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Raise `Interrupted` for the first signal and for the second, which ends the waiting for what is to end.

    Those after it are not heard: what is left then is to kill and to tidy. A signal that is ignored, as under
    nohup, stays so.
    """
    heard: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        if len(heard) > 1:
            for one in ours:
                signal.signal(one, signal.SIG_IGN)
        raise Interrupted(heard[0])

    ours = [one for one in _ENDING if signal.getsignal(one) is not signal.SIG_IGN]
    before = [(one, signal.signal(one, hear)) for one in ours]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)
