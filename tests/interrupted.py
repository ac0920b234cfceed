"""An audit that a signal ends, in a process of its own, and what it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

APP = Path(__file__).parent / "security/apps/ends_its_judge.py"
# Whoever starts these tests may have told their processes not to hear Ctrl-C.
DOOR = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from authproof.cli import main; main()"


def interrupted(folder: Path, number: int, at: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Audit the app that sends this signal at that time; its temporary files lie in `folder/tmp`."""
    (folder / "tmp").mkdir()
    (folder / "home").mkdir()
    environ = {
        "STOP_WITH": str(int(number)),
        "STOP_AT": at,
        "TMPDIR": str(folder / "tmp"),
        "TWO_FORMS_DB": str(folder / "home/two_forms.db"),
    }
    return subprocess.run(
        [sys.executable, "-c", DOOR, "audit", str(APP), *options],
        env=os.environ | environ,
        cwd=folder / "home",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def left_behind(folder: Path) -> list[str]:
    """Files in its temporary folder, and processes that have it for theirs, whoever their parent is now."""
    files = [str(one) for one in (folder / "tmp").iterdir()]
    return files + [one.name() for one in psutil.process_iter() if _temporary(one) == str(folder / "tmp")]


def _temporary(process: psutil.Process) -> str | None:
    try:
        return None if process.status() == psutil.STATUS_ZOMBIE else process.environ().get("TMPDIR")
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
