"""The main job on real input: the reference app is freed, the tutorials are convicted, and every finding replays."""

import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.findings import Outcome, Report
from authproof.reports.replay import replay_command
from authproof.target import parse_target

# One worker for the whole file: the audits of the specimens are made once.
pytestmark = pytest.mark.xdist_group("specimens")
ROOT = Path(__file__).parents[2]
EXPECTED = tomllib.loads((ROOT / "examples" / "expected.toml").read_text())
SPECIMENS = sorted(EXPECTED)
# Their findings replay where there is a browser.
BROWSER = ("back-button-after-logout", "browser-storage-secrets")


@cache
def report_on(specimen: str) -> Report:
    """One audit of a specimen, kept for all tests of this process."""
    return audit(AuditOptions(parse_target(str(ROOT / "examples" / f"{specimen}.py"))))[0]


def broken(report: Report) -> set[str]:
    """The slugs of the checks that failed."""
    return {result.check for result in report.results if result.outcome is Outcome.FAILED}


def tried(report: Report) -> set[str]:
    """The slugs of the checks that could be run here: what needs a browser is tried in tests/e2e."""
    return {one.check for one in report.results if not (one.reason or "").startswith("needs a browser")}


def test_the_reference_app_is_freed():
    """Every check on the reference app is passed, or not applicable with a reason."""
    config = read_config(ROOT)
    report, _ = audit(AuditOptions(parse_target("app:create_app", config.environ), policy=config.policy))
    others = {
        result.check: result.reason or [found.message for found in result.findings]
        for result in report.results
        if result.outcome is not Outcome.PASSED
        and not (result.outcome is Outcome.NOT_APPLICABLE and result.reason)
    }
    assert not others
    assert report.exit_code == 0


@pytest.mark.parametrize("specimen", SPECIMENS)
def test_each_tutorial_is_convicted_of_what_it_breaks_and_of_nothing_else(specimen):
    """What an audit finds broken in a specimen is what stands beside it, to the slug."""
    report = report_on(specimen)
    assert broken(report) == set(EXPECTED[specimen]) & tried(report)


@pytest.mark.parametrize("specimen", SPECIMENS)
def test_every_check_on_a_tutorial_comes_to_a_verdict(specimen):
    """Nothing is errored or inconclusive on an ordinary app."""
    undecided = {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    assert not [(one.check, one.reason) for one in report_on(specimen).results if one.outcome in undecided]


def replayable() -> list[tuple[str, str]]:
    """Each slug once, with a specimen that breaks it."""
    first: dict[str, str] = {}
    for specimen in ("mega_tutorial", "blog_login", "user_authentication"):
        for slug in EXPECTED[specimen]:
            if slug not in BROWSER:
                first.setdefault(slug, specimen)
    return [(specimen, slug) for slug, specimen in first.items()]


@pytest.mark.parametrize(("specimen", "slug"), replayable())
def test_every_finding_replays(specimen, slug):
    """The command beside a finding finds the same again, in a process of its own."""
    report = report_on(specimen)
    result = next(one for one in report.results if one.check == slug)
    command = shlex.split(replay_command(report, slug))
    again = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert again.returncode == 1, again.stdout + again.stderr
    assert " ".join(result.findings[0].message.split()[:4]) in " ".join(again.stdout.split())
