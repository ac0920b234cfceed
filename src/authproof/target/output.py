"""What the target says beside its responses: standard output and error and log files, in private files."""

import logging
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import cast
from weakref import WeakSet


class Output:
    """Catches all that the target prints and logs, as its own configuration formats and filters it."""

    def __init__(self, folder: Path) -> None:
        """Write into that folder."""
        self.folder = folder
        self._number = 0
        self._handlers: WeakSet[logging.FileHandler] = WeakSet()

    def install(self) -> None:
        """Catch from now on; log files that the target opens by `logging` come to lie in our folder too."""
        self.redirect(self.folder)

        def opened(handler: logging.FileHandler) -> TextIOWrapper:
            return self._open_here(handler)

        logging.FileHandler._open = opened  # type: ignore[method-assign,assignment]  # noqa: SLF001 - its one way in

    def _open_here(self, handler: logging.FileHandler) -> TextIOWrapper:
        self._handlers.add(handler)
        self._number += 1
        name = f"log-{self._number}-{Path(handler.baseFilename).name}"
        handler.baseFilename = str(self.folder / name)
        path = Path(handler.baseFilename)
        return cast("TextIOWrapper", path.open(handler.mode, encoding=handler.encoding))

    def redirect(self, folder: Path) -> None:
        """Send the file descriptors 1 and 2 to a fresh file; done again in each forked child."""
        sys.stdout.flush()
        sys.stderr.flush()
        self.folder = folder
        handle = os.open(folder / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.close(handle)
        for handler in [one for one in self._handlers if one.stream is not None]:
            handler.setStream(self._open_here(handler))

    def text(self) -> str:
        """All that was said so far."""
        sys.stdout.flush()
        sys.stderr.flush()
        files = sorted(
            path for path in self.folder.iterdir() if path.name == "output" or path.name.startswith("log-")
        )
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def tail(path: Path, size: int = 4000) -> str:
    """The last bytes of a file that may be huge or missing, as text."""
    if not path.exists():
        return ""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - size))
        return stream.read().decode("utf-8", "replace")
