"""Which Chromium audits and end-to-end tests drive, tried with programs that are only files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authproof.client import chromium
from tests.e2e import chromium as installer


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o755)
    return str(path)


@pytest.fixture
def own(tmp_path):
    """Playwright's own Chromium, downloaded."""
    return program(tmp_path / "playwright" / "chrome")


@pytest.fixture
def environ(tmp_path):
    """A path with a Chromium and a Chrome on it."""
    program(tmp_path / "bin" / "google-chrome")
    program(tmp_path / "bin" / "chromium")
    return {"PATH": str(tmp_path / "bin")}


def test_the_named_chromium_goes_before_all(tmp_path, own, environ):
    """Who names a Chromium gets that one."""
    named = program(tmp_path / "mine" / "chromium")
    assert chromium.find(own, {**environ, "AUTHPROOF_CHROMIUM": named}) == named


def test_playwrights_own_goes_before_the_path(own, environ):
    """The build that Playwright was made for is the better one."""
    assert chromium.find(own, environ) == own


def test_chromium_goes_before_chrome_on_the_path(environ):
    """Without a download the path is searched, for Chromium first."""
    assert chromium.find("/nowhere", environ) == str(Path(environ["PATH"], "chromium"))


def test_chrome_will_do(environ):
    """Where there is no Chromium, Chrome is driven."""
    Path(environ["PATH"], "chromium").unlink()
    assert chromium.find("/nowhere", environ) == str(Path(environ["PATH"], "google-chrome"))


def test_no_chromium_is_no_answer(tmp_path):
    """Nothing found is None, so that one can be installed."""
    assert chromium.find("/nowhere", {"PATH": str(tmp_path)}) is None


def test_a_wrong_name_is_an_error(own, environ):
    """A named Chromium that does not exist is never replaced by another in silence."""
    with pytest.raises(chromium.NoChromiumError, match="AUTHPROOF_CHROMIUM is '/no/such/program'"):
        chromium.find(own, {**environ, "AUTHPROOF_CHROMIUM": "/no/such/program"})


def test_none_is_no_chromium(own, environ):
    """Who wants no browser says so, and gets none of those that are there."""
    with pytest.raises(chromium.NoChromiumError, match="is 'none'"):
        chromium.find(own, {**environ, "AUTHPROOF_CHROMIUM": "none"})


def test_the_program_says_what_to_do():
    """Run as a program, a wrong name ends with one sentence and exit 1, not with a traceback."""
    environ = {**os.environ, "AUTHPROOF_CHROMIUM": "/no/such/program"}
    command = [sys.executable, installer.__file__]
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
