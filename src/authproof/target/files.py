"""What the target does to files beside its databases: each is kept before it is touched, and put back at the end.

The target keeps writing its own files (an app may store its people in one); nothing is left of it when the audit is
over. What to undo stands in a journal in the audit's folder, so that it is undone even if the target dies.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

_JOURNAL = "undo"
_TOUCHING = {"os.remove": (0,), "os.rename": (0, 1), "os.truncate": (0,)}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class FileWatch:
    """Hears of files that are about to change and of folders that are made, outside the audit's own folder."""

    def __init__(self, folder: Path) -> None:
        """Leave that folder, the audit's own, out of sight."""
        self.folder = folder
        self._own = (str(folder), "/dev/", "/proc/")
        self._made: list[str] = []
        self.written: list[str] = []
        self._kept: dict[str, Path] = {}

    def install(self) -> None:
        """Listen from now on; temporary files of the target go to our folder, byte code is not written."""
        sys.dont_write_bytecode = True
        tempfile.tempdir = os.environ["TMPDIR"] = self._own[0]
        (self.folder / _JOURNAL).mkdir()
        sys.addaudithook(self._hear)

    def keep(self) -> bool:
        """Remember how the written files look now, for `rewind`; whether there are any."""
        for number, path in enumerate(self.written):
            self._kept[path] = self.folder / _JOURNAL / f"kept-{number}"
            if Path(path).is_file():
                shutil.copyfile(path, self._kept[path])
        return bool(self._kept)

    def rewind(self) -> None:
        """Let the written files look as they did at `keep`: each check starts from the same state."""
        for path, copy in self._kept.items():
            if copy.exists():
                shutil.copyfile(copy, path)
            else:
                Path(path).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove the folders that the target made and left empty, the deepest first."""
        for made in sorted(self._made, key=len, reverse=True):
            if Path(made).is_dir() and not any(Path(made).iterdir()):
                Path(made).rmdir()

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if event == "open" and isinstance(args[2], int) and args[2] > 0 and args[2] & _WRITING:
            self._note(args[0])
        elif event in _TOUCHING:
            for at in _TOUCHING[event]:
                self._note(args[at])
        elif event == "os.mkdir" and isinstance(args[0], str | bytes | os.PathLike):
            path = os.fsdecode(args[0])
            if not os.path.lexists(path) and not _absolute(path).startswith(self._own):
                self._made.append(_absolute(path))

    def _note(self, name: object) -> None:
        if not isinstance(name, str | bytes | os.PathLike):
            return
        path = _absolute(os.fsdecode(name))
        if (
            path.startswith(self._own)
            or path in self.written
            or (os.path.lexists(path) and not os.path.isfile(path))  # noqa: PTH113
        ):
            return
        self.written.append(path)
        _write_down(self.folder / _JOURNAL, path)


def undo(folder: Path) -> None:
    """Put every file of the journal back as it was, or away if it was not there; the first entry of a path counts."""
    index = folder / _JOURNAL / "index"
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    for path, copy in reversed([json.loads(line) for line in lines]):
        if copy is None:
            Path(path).unlink(missing_ok=True)
        else:
            shutil.copyfile(copy, path)
            shutil.copystat(copy, path)


def _write_down(journal: Path, path: str) -> None:
    """Copy a file that is about to change, and say so in one appended line (several processes write them)."""
    copy = None
    if os.path.isfile(path):  # noqa: PTH113 - a hook runs at odd moments: the smallest call there is
        handle, copy = tempfile.mkstemp(dir=journal)
        os.close(handle)
        shutil.copyfile(path, copy)
        shutil.copystat(path, copy)
    line = os.open(journal / "index", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(line, json.dumps([path, copy]).encode() + b"\n")
    os.close(line)


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - the smallest call there is
