"""Whatever the target's process does to itself, each check ends in time and none passes that was not tried."""

import os
import time
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.errors import TargetError
from authproof.findings import Outcome
from authproof.target import parse_target
from tests.hostile.unruly import HARMLESS, WAYS

TARGET = str(Path(__file__).parent / "unruly.py")
CHECKS = ("session-fixation", "wrong-password-accepted")
UNDECIDED = {Outcome.INCONCLUSIVE, Outcome.ERRORED}
LIMIT_S = 6.0
# What works is given the time of a busy machine.
PATIENCE_S = 60.0


def outcomes(way: str, limit_s: float = LIMIT_S) -> set[Outcome]:
    """How two checks end, which both log in."""
    spec = parse_target(TARGET, (("UNRULY", way),))
    report, _ = audit(AuditOptions(spec, only=CHECKS, browser=False, check_limit=limit_s, jobs=2))
    return {one.outcome for one in report.results}


@pytest.mark.parametrize("way", sorted(HARMLESS))
def test_what_harms_nobody_changes_no_verdict(way):
    """The app still works, and that is what is judged."""
    assert outcomes(way, PATIENCE_S) == {Outcome.PASSED}


@pytest.mark.parametrize("way", sorted(WAYS.keys() - HARMLESS - {"kills its parent"}))
def test_what_breaks_a_check_costs_that_check(way):
    """It is inconclusive or errored within its limit: nothing passes."""
    start = time.monotonic()
    assert outcomes(way) <= UNDECIDED
    assert time.monotonic() - start < 10 * LIMIT_S


def test_a_target_that_kills_its_own_process_ends_the_audit():
    """One titled error, for nothing can be judged any more."""
    with pytest.raises(TargetError, match="The target ended the audit"):
        outcomes("kills its parent")


@pytest.mark.parametrize("way", ["fork bomb", "stays behind", "stops itself", "spins"])
def test_nothing_of_it_is_left(way):
    """What it has started ends with the audit."""
    outcomes(way)
    assert running_with(f"UNRULY={way}") == []


def running_with(variable: str) -> list[str]:
    """Processes whose environment holds that variable."""
    mine = [folder for folder in Path("/proc").glob("[0-9]*") if folder.name != str(os.getpid())]
    return [folder.name for folder in mine if variable in environment(folder)]


def environment(folder: Path) -> str:
    try:
        return (folder / "environ").read_bytes().decode("utf-8", "replace")
    except OSError:  # it has just ended, or is somebody else's
        return ""
