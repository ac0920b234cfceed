"""The Chromium that the end-to-end tests drive: the first found or, run as a program, one installed now."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

VARIABLE = "AUTHPROOF_CHROMIUM"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

UNATTENDED = {"DEBIAN_FRONTEND": "noninteractive"}

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


class NoChromiumError(Exception):
    """There is no Chromium to drive; the sentence says what to do."""


def find(own: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """The first there is: the one the variable names, `own` (Playwright's download), one on the path."""
    if named := environ.get(VARIABLE):
        return _named(named)
    if Path(own).is_file():
        return own
    on_path = (shutil.which(command, path=environ.get("PATH", "")) for command in COMMANDS)
    return next(filter(None, on_path), None)


def _named(named: str) -> str:
    """The Chromium that the variable names; a wrong name is an error, for that one was meant and no other."""
    if chromium := shutil.which(named):
        return chromium
    raise NoChromiumError(
        f"{VARIABLE} is {named!r}, and there is no program of that name. Correct or unset it."
    )


def demand(own: str) -> str:
    """The Chromium found, or an error that says how to get one."""
    if chromium := find(own):
        return chromium
    raise NoChromiumError(
        "No Chromium was found. Install one (`playwright install --with-deps chromium`, or your system's "
        f"package `chromium`), or set {VARIABLE} to the path of one."
    )


def playwrights_own() -> str:
    """Where Playwright keeps the Chromium that it downloads, whether or not it has."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install(own: str) -> None:
    """Try Playwright's download, then Debian's package, until a Chromium is there."""
    for command in _installers():
        if find(own):
            return
        print("+", *command, flush=True)
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=os.environ | UNATTENDED)


def _installers() -> list[list[str]]:
    """The commands to try in their order; apt-get only where it can work."""
    download = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return [download]
    return [download, ["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]


def main() -> int:
    """Make sure of a Chromium and name it; 1, and what to do, where none can be had."""
    own = playwrights_own()
    try:
        install(own)
        print("Chromium:", demand(own))
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
