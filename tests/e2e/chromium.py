"""The Chromium that the end-to-end tests drive: the one that an audit finds or, run as a program, one installed now."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from authproof.client.chromium import NoChromiumError, demand, find

UNATTENDED = {"DEBIAN_FRONTEND": "noninteractive"}


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
