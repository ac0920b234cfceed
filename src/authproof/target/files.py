"""What the target leaves in the file system beside its databases: seen, empty folders taken away again."""

import os
import sys
import tempfile
from pathlib import Path


class FileWatch:
    """Hears of files opened for writing and of folders made outside the audit's own folder."""

    def __init__(self, folder: Path) -> None:
        """Leave that folder, the audit's own, out of sight."""
        self._own = (str(folder), "/dev/", "/proc/")
        self._made: list[str] = []
        self.written: list[str] = []

    def install(self) -> None:
        """Listen from now on; temporary files of the target go to our folder, byte code is not written."""
        sys.dont_write_bytecode = True
        tempfile.tempdir = os.environ["TMPDIR"] = self._own[0]
        sys.addaudithook(self._hear)

    def tidy(self) -> None:
        """Remove the folders that the target made and left empty, the deepest first."""
        for made in sorted(self._made, key=len, reverse=True):
            if Path(made).is_dir() and not any(Path(made).iterdir()):
                Path(made).rmdir()

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event == "open" and isinstance(args[0], str | bytes) and _writes(args[2]):
            self._note(self.written, args[0])
        elif event == "os.mkdir" and isinstance(args[0], str | bytes | os.PathLike):
            path = os.fsdecode(args[0])
            if not os.path.lexists(path):  # a hook runs at odd moments: the smallest call there is
                self._note(self._made, path)

    def _note(self, seen: list[str], name: str | bytes) -> None:
        path = os.path.abspath(os.fsdecode(name))  # noqa: PTH100 - as above
        if not path.startswith(self._own) and path not in seen:
            seen.append(path)


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and flags > 0 and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
