"""Every detector is seen to catch its fault and to stay silent on the right thing."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.checks import catalogue
from authproof.findings import Outcome, Policy
from authproof.target import parse_target

# The reference app's own policy: what it accepts must not count as caught.
POLICY = read_config(Path(__file__).parents[2]).policy
FAULTS = sorted(
    path for path in (Path(__file__).parent / "faults").glob("*.py") if not path.name.startswith("_")
)


def constant(fault: Path, name: str) -> object:
    """What a fault file says of itself, read without importing it; None where it says nothing."""
    for node in ast.parse(fault.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return None


def catches(fault: Path) -> tuple[str, ...]:
    """The checks that a fault file names."""
    named = constant(fault, "CATCHES")
    assert named, f"{fault.name} names no checks in CATCHES"
    return tuple(named)


def policy(fault: Path) -> Policy:
    """The policy that a fault is judged by: the reference app's, but for what the fault says in POLICY."""
    return replace(POLICY, **(constant(fault, "POLICY") or {}))


def needs_browser(fault: Path) -> bool:
    """Whether only a browser sees the fault; tests/e2e/test_browser_checks.py tries those."""
    return constant(fault, "NEEDS") == "browser"


@pytest.mark.parametrize(
    "fault", [one for one in FAULTS if not needs_browser(one)], ids=lambda path: path.stem
)
def test_every_fault_is_caught_by_the_checks_that_it_names(fault):
    """A planted defect turns the checks red that its file names."""
    report, _ = audit(AuditOptions(parse_target(str(fault)), policy=policy(fault), only=catches(fault)))
    missed = {
        result.check: result.reason for result in report.results if result.outcome is not Outcome.FAILED
    }
    assert not missed


def test_every_check_has_a_fault_that_proves_it():
    """No detector is trusted unseen."""
    proved = {slug for fault in FAULTS for slug in catches(fault)}
    assert proved == {one.slug for one in catalogue()}
