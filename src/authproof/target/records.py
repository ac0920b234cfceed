"""Log records that reach a handler of the target, each as that handler's own formatter writes it."""

import logging
from collections import deque
from dataclasses import dataclass

# An app that logs without end must not eat the machine.
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the name of its logger, and its text as written."""

    logger: str
    text: str


class Records:
    """Hears what the target logs, wherever it is sent: a stream, a file, syslog, a queue."""

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self._kept: deque[Record] = deque(maxlen=_KEPT)
        self.heard = 0

    def install(self) -> None:
        """Listen to every handler from now on; levels and filters decide as the target has set them."""
        handle = logging.Handler.handle

        def handle_and_tell(handler: logging.Handler, record: logging.LogRecord) -> bool:
            passed = handle(handler, record)
            if passed:
                self.heard += 1
                self._kept.append(Record(record.name, _written(handler, record)))
            return passed

        logging.Handler.handle = handle_and_tell  # type: ignore[method-assign,assignment]

    def since(self, heard: int) -> tuple[Record, ...]:
        """The records after so many; `heard` counts them."""
        new = min(self.heard - heard, len(self._kept))
        return tuple(self._kept)[len(self._kept) - new :]


def _written(handler: logging.Handler, record: logging.LogRecord) -> str:
    try:
        return handler.format(record)
    except Exception:  # noqa: BLE001 - a formatter or arguments of the target's own that do not fit
        return str(record.msg)
