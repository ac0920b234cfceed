"""One Chromium for an audit: a process of its own starts it when the first check asks, and again if it dies.

The door opens the host (`hosted`), the checks' processes ask it where Chromium listens (`ask`) and drive contexts
of their own there. Neither of them is Chromium's parent: a crashed check leaves the browser to the others, and when
the door is gone, for whatever reason, the host and Chromium go too.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from select import select
from typing import TYPE_CHECKING

from authproof.client import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

_START_LIMIT_MS = 20_000
_MOST_STARTS = 2
# Chromium takes a free port of loopback, and writes down in its folder which.
_ANY_PORT = "--remote-debugging-port=0"
_PORT_FILE = "DevToolsActivePort"
_SOCKET = "host"


@dataclass(frozen=True, slots=True)
class Told:
    """The host's answer: where Chromium listens and the key that it trusts (a PEM file), or why there is none.

    `program` is Chromium's file.
    """

    endpoint: str = ""
    key: str = ""
    missing: str = ""
    broken: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class BrowserAccess:
    """How a check comes to its browser.

    `host` is the address at which to `ask`, empty where no browser is wanted. `trace` is the beginning of the names
    of the Playwright traces to write, empty for none.
    """

    host: str = ""
    trace: str = ""


@contextlib.contextmanager
def hosted(port: int) -> Iterator[str]:
    """A host for as long as the context lasts, for a site on that port; gives the address at which to `ask` it."""
    with tempfile.TemporaryDirectory(prefix="authproof-browser-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", __name__, folder, str(port)]
        # A session of its own: Ctrl-C is for the door, which then hangs up.
        with subprocess.Popen(  # nosec B603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as host:
            assert host.stdin  # a pipe
            assert host.stdout
            host.stdout.readline()  # it listens
            try:
                yield str(Path(folder, _SOCKET))
            finally:
                host.stdin.close()


def ask(address: str) -> Told:
    """Where Chromium is; starts it if it does not run. Waits for as long as a start takes."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(address)
            return Told(**json.loads(line.makefile().read()))
        except (OSError, ValueError):
            return Told(broken="the process that starts Chromium is gone")


class Host:
    """Starts Chromium when it is first asked for, a second time if it died, and no more."""

    def __init__(self, folder: Path, port: int) -> None:
        """Keep everything in that folder; the site is on that port."""
        self.folder, self.port, self.starts = folder, port, 0
        self._stack = contextlib.ExitStack()
        self._driver: Playwright | None = None
        self._told = Told()

    def serve(self) -> None:
        """Answer until standard input ends."""
        with socket.socket(socket.AF_UNIX) as listener, self._stack:
            listener.bind(str(self.folder / _SOCKET))
            listener.listen(64)
            os.write(sys.stdout.fileno(), b"\n")  # whoever started us may ask
            while sys.stdin not in select([listener, sys.stdin], [], [])[0]:
                line, _ = listener.accept()
                with contextlib.suppress(OSError), line:
                    line.sendall(json.dumps(asdict(self.answer())).encode())

    def answer(self) -> Told:
        """Where Chromium listens, after a start if it takes one."""
        if not self._runs():
            self._told = self._start()
        return self._told

    def _runs(self) -> bool:
        """Whether somebody listens there. Playwright would know of a death only after its next word with Chromium."""
        port = self._told.endpoint.rpartition(":")[2]
        with socket.socket() as line:
            return bool(port) and line.connect_ex(("127.0.0.1", int(port))) == 0

    def _start(self) -> Told:
        if absent := chromium.absent():
            return Told(missing=absent)
        if self.starts == _MOST_STARTS:
            return Told(broken=f"Chromium died {_MOST_STARTS} times")
        self.starts += 1
        try:
            return self._launched()
        except chromium.NoChromiumError as missing:
            return Told(missing=str(missing))
        except Exception as error:
            if not chromium.of_playwright(error):
                raise
            return Told(broken=f"Chromium does not start: {chromium.first_line(error)}")

    def _launched(self) -> Told:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional extra, slow to import

        self._driver = self._driver or self._stack.enter_context(sync_playwright())
        profile = self.folder / f"profile-{self.starts}"
        chromium.write_preferences(profile)
        key, pin = chromium.make_key(self.folder)
        program = chromium.demand(self._driver.chromium.executable_path)
        self._driver.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            args=[*chromium.FLAGS, *chromium.walls(self.port, pin), _ANY_PORT],
            ignore_default_args=list(chromium.KEPT_AS_PEOPLE_HAVE_IT),
            timeout=_START_LIMIT_MS,
        )
        port = (profile / _PORT_FILE).read_text().split()[0]
        return Told(f"http://127.0.0.1:{port}", key, program=program)


if __name__ == "__main__":
    try:
        Host(Path(sys.argv[1]), int(sys.argv[2])).serve()
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)  # the door may have ended before Chromium did
