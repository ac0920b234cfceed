"""What looks odd but is right stays green: the whole catalogue against variations of the reference app.

A whole audit takes a while, so the gate has the oddest few; `nox -s variations` has them all.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome
from authproof.target import parse_target
from tests.security.test_faults import POLICY, constant

HERE = Path(__file__).parent / "variations"
VARIATIONS = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("_"))
ODDEST = ("extra_hidden_fields", "login_form_everywhere", "meta_refresh_after_login", "two_step_login")
CHOSEN = [one for one in VARIATIONS if "ALL_VARIATIONS" in os.environ or one.stem in ODDEST]
# What the reference app has not got either: other ways in, foreign origins.
FINE = {Outcome.PASSED, Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize("variation", CHOSEN, ids=lambda path: path.stem)
def test_no_check_raises_an_alarm_at_what_is_odd_but_right(variation):
    """No finding, no crash, and no shrug but those that the variation's file gives a reason for."""
    report, _ = audit(AuditOptions(parse_target(str(variation)), policy=POLICY))
    undecided = constant(variation, "INCONCLUSIVE") or {}
    told = {
        one.check: (one.outcome.value, one.reason, *(found.message for found in one.findings))
        for one in report.results
        if one.outcome not in FINE and not (one.outcome is Outcome.INCONCLUSIVE and one.check in undecided)
    }
    assert not told


@pytest.mark.parametrize("variation", CHOSEN, ids=lambda path: path.stem)
def test_the_odd_thing_is_there_and_serves_people(variation):
    """A variation that varies nothing, or lets nobody in, would be green as well."""
    root = str(Path(__file__).parents[2])
    command = [sys.executable, str(HERE / "_show.py"), variation.stem]
    shown = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr


@pytest.mark.parametrize("variation", VARIATIONS, ids=lambda path: path.stem)
def test_every_variation_says_in_its_first_line_what_is_odd_and_why_it_is_right(variation):
    """Whoever doubts a verdict looks there first."""
    first = variation.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith('"""Odd: ')
    assert " Right: " in first


def test_there_are_twenty_and_the_gate_has_the_oddest():
    """The gate's few are among them."""
    assert len(VARIATIONS) >= 20
    assert {*ODDEST} <= {one.stem for one in VARIATIONS}
