"""The Chromium that plays a person: where it is found, and how it is started so that it reaches the target alone."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "AUTHPROOF_CHROMIUM"
NONE = "none"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# As root, Debian's Chromium does not start inside its sandbox; the other flags keep it from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Playwright turns off the memory behind the Back button, in which private pages outlive a logout.
KEPT_AS_PEOPLE_HAVE_IT = ("--disable-back-forward-cache",)
_START_LIMIT_MS = 20_000
# Playwright waits without end for a page whose script has no end.
LIMIT_S = 30.0


class NoChromiumError(Exception):
    """There is no Chromium to drive; the sentence says what to do."""


def find(own: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The first there is: the one the variable names, `own` (Playwright's download), one on the path.

    Raises:
        NoChromiumError: the variable names what is not there, or says `none`.
    """
    if named := environ.get(VARIABLE):
        return _named(named)
    if Path(own).is_file():
        return own
    on_path = (shutil.which(command, path=environ.get("PATH", "")) for command in COMMANDS)
    return next(filter(None, on_path), None)


def demand(own: str) -> str:
    """The Chromium found.

    Raises:
        NoChromiumError: there is none; says how to get one.
    """
    if chromium := find(own):
        return chromium
    raise NoChromiumError(
        "No Chromium was found. Install one (`playwright install --with-deps chromium`, or your system's "
        f"package `chromium`), or set {VARIABLE} to the path of one."
    )


@contextmanager
def started(host: str, url_port: int, port: int) -> Iterator["Browser"]:
    """A Chromium in which `host`, on whatever port, is our port of 127.0.0.1, and no other host exists.

    Playwright's driver starts here and ends here: it would not survive a fork.

    Raises:
        NoChromiumError: Playwright or Chromium is missing.
    """
    if find_spec("playwright") is None:
        raise NoChromiumError("pip install authproof[browser]")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an optional extra, slow to import

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=demand(playwright.chromium.executable_path),
            args=[*FLAGS, *_walls(host, url_port, port)],
            ignore_default_args=list(KEPT_AS_PEOPLE_HAVE_IT),
            timeout=_START_LIMIT_MS,
        )
        timer = _timer(browser)
        try:
            yield browser
        finally:
            timer.cancel()
            browser.close()


def of_playwright(error: Exception) -> bool:
    """Whether it is Playwright's: the extra may be missing, so its classes cannot be named."""
    return type(error).__module__.partition(".")[0] == "playwright"


def _timer(browser: "Browser") -> threading.Timer:
    """Kills Chromium when the time is over: whoever waits for it hears of that."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pid = next(one["id"] for one in told if one["type"] == "browser")
    timer = threading.Timer(LIMIT_S, os.kill, (pid, signal.SIGKILL))
    timer.daemon = True
    timer.start()
    return timer


def _walls(host: str, url_port: int, port: int) -> tuple[str, ...]:
    """Flags that let every name and address but one lead nowhere.

    Playwright's own interception would do the same, but switches off the cache that the Back button is judged by.
    """
    return (
        f"--host-resolver-rules=MAP {host} 127.0.0.1:{port} , MAP * ~NOTFOUND",
        f"--explicitly-allowed-ports={url_port}",
        "--no-proxy-server",
    )


def _named(named: str) -> str:
    """The Chromium that the variable names; a wrong name is an error, for that one was meant and no other."""
    if named == NONE:
        raise NoChromiumError(f"{VARIABLE} is {NONE!r}, so none is started.")
    if chromium := shutil.which(named):
        return chromium
    raise NoChromiumError(
        f"{VARIABLE} is {named!r}, and there is no program of that name. Correct or unset it."
    )
