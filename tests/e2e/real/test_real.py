"""Login software that nobody here wrote, each in a virtual environment of its own: `nox -s real`.

`expected.toml` beside this file says what is known of each; a pass that becomes a finding is looked at by hand.
"""

import json
import os
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOFTWARE, PYTHON = os.environ.get("AUTHPROOF_REAL", ""), os.environ.get("AUTHPROOF_REAL_PYTHON", "")
PERSON = ("--username", "ada.lovelace", "--password", "Qd-!5vRm2TkLp8Zw")
pytestmark = [
    pytest.mark.skipif(not SOFTWARE, reason="needs the software in an environment of its own: nox -s real"),
    pytest.mark.timeout(1800),
]


def expected() -> dict:
    """What is known of the software under test."""
    return tomllib.loads((HERE / "expected.toml").read_text())[SOFTWARE]


@cache
def told(*command: str) -> dict:
    """What a command of authproof says of it, read as JSON."""
    target = str(HERE / "targets" / f"{SOFTWARE}.py")
    somebody = PERSON if expected()["named"] else ()
    full = [PYTHON, "-m", "authproof", command[0], target, "--no-browser", *command[1:], *somebody]
    return json.loads(subprocess.run(full, capture_output=True, text=True, check=False).stdout)


def having(outcome: str) -> list[str]:
    """The checks that ended so."""
    return [one["check"] for one in told("audit", "--format", "json")["checks"] if one["outcome"] == outcome]


def test_the_positive_controls_pass_without_further_flags():
    """Nothing is named but the target, and where nobody can register a name and a password."""
    assert told("doctor", "--format", "json")["ready"]


def test_the_login_is_found():
    """Where a person would find it."""
    assert told("audit", "--format", "json")["site"]["login"] == expected()["login"]


@pytest.mark.parametrize("outcome", ["failed", "inconclusive"])
def test_no_other_check_ends_so_than_is_known(outcome):
    """Each of those was looked at by hand."""
    assert having(outcome) == expected()[outcome]


def test_no_check_breaks():
    """Whatever the software does."""
    assert having("errored") == []
