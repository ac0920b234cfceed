"""authproof and wapiti on the same tutorial app, side by side: how long each took and what each found.

wapiti scans the served app over loopback, signed in by its form; its own servers for callbacks are kept off by naming
addresses of this machine. `AUTHPROOF_WAPITI` names its command where it is not on the path.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from rich.console import Console
from rich.table import Table

from authproof.audit import AuditOptions, audit
from authproof.target import parse_target

TUTORIAL = Path(__file__).parents[1] / "examples" / "blog_login.py"
PORT, PATIENCE_S, LIMIT_S = 5_861, 20, 600
SITE, NOBODY = f"http://127.0.0.1:{PORT}", "http://127.0.0.1:9/"
ERIKA = {"username": "erika", "email": "erika@example.com", "password": "vingt-trois pommes vertes"}


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """The tutorial's app as its text starts it, its database in that folder; ended afterwards."""
    shutil.copy(TUTORIAL, folder)
    command = [sys.executable, "-m", "flask", "--app", TUTORIAL.name, "run", "-p", str(PORT)]
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server,
    ):
        try:
            await_answer()
            yield
        finally:
            server.terminate()


def await_answer() -> None:
    """Wait until the app answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            build_opener().open(SITE + "/login").close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"the app did not answer within {PATIENCE_S} s")


def register() -> None:
    """Make the account that wapiti signs in with."""
    build_opener(HTTPCookieProcessor()).open(SITE + "/register", urlencode(ERIKA).encode()).close()


def wapiti(folder: Path) -> tuple[float, Counter[str]]:
    """Scan as somebody signed in; the seconds it took and how often each category was reported."""
    out = folder / "wapiti.json"
    options = {
        "--url": SITE + "/",
        "--form-url": SITE + "/login",
        "--form-user": ERIKA["username"],
        "--form-password": ERIKA["password"],
        "--external-endpoint": NOBODY,
        "--internal-endpoint": SITE + "/",  # must answer; what it would fetch there is for PHP
        **dict.fromkeys(("--store-session", "--store-config"), str(folder)),
        "--max-scan-time": str(LIMIT_S),
        "--format": "json",
        "--output": str(out),
    }
    command = [tool(), *(word for pair in options.items() for word in pair), "--no-bugreport"]
    start = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=2 * LIMIT_S, check=False
    )
    took = time.perf_counter() - start
    report = json.loads(out.read_text())
    found = {**report["vulnerabilities"], **report["anomalies"]}
    return took, Counter({name: len(places) for name, places in found.items() if places})


def tool() -> str:
    """Find the command of wapiti."""
    return (
        os.environ.get("AUTHPROOF_WAPITI") or shutil.which("wapiti") or sys.exit("wapiti is not on the path")
    )


def main() -> None:
    """Print both."""
    table = Table("tool", "wall s", "found", title=f"{TUTORIAL.name}, the same app for both", show_lines=True)
    with TemporaryDirectory() as name, served(Path(name)):
        register()
        took, found = wapiti(Path(name))
    table.add_row(
        "wapiti", f"{took:.1f}", "\n".join(f"{count} x {what}" for what, count in found.items()) or "-"
    )
    start = time.perf_counter()
    report, _ = audit(AuditOptions(parse_target(str(TUTORIAL))))
    failed = [result for result in report.results if result.outcome.value == "failed"]
    told = ", ".join(f"{result.check} ({result.severity.name.lower()})" for result in failed)
    table.add_row("authproof", f"{time.perf_counter() - start:.1f}", told)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
