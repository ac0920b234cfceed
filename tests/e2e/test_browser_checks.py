"""The checks that need a browser: each catches its faults, frees the reference app, and ends by itself."""

import os
import tomllib
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.findings import Outcome, Report
from authproof.target import parse_target
from tests.e2e.chromiums import shared
from tests.e2e.planted import faults

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"
EXPECTED = tomllib.loads((ROOT / "examples" / "expected.toml").read_text())
SLUGS = ("back-button-after-logout", "browser-storage-secrets")
CONFIG = read_config(ROOT)
# A browser that no other audit has.
OF_ITS_OWN = {"browser_host": ""}


FAULTS = [fault for fault in faults.FAULTS if faults.needs_browser(fault)]


def report_on(target: str, only: tuple[str, ...] = SLUGS, **options) -> Report:
    """An audit by the browser checks, or by those that a fault names."""
    host = {"browser_host": shared()} | options
    return audit(AuditOptions(parse_target(target, CONFIG.environ), only=only, **host))[0]


def outcomes(report: Report) -> dict[str, Outcome]:
    return {result.check: result.outcome for result in report.results}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.stem)
def test_every_fault_is_caught_in_the_browser(fault):
    """A planted defect turns the checks red that its file names."""
    report = report_on(str(fault), faults.catches(fault), policy=faults.policy(fault))
    assert set(outcomes(report).values()) == {Outcome.FAILED}


def test_the_reference_app_is_freed_in_the_browser():
    """A right app passes every check that needs a browser."""
    report = report_on("app:create_app", policy=CONFIG.policy)
    assert set(outcomes(report).values()) == {Outcome.PASSED}


@pytest.mark.parametrize("specimen", sorted(EXPECTED))
def test_each_tutorial_is_convicted_in_the_browser(specimen):
    """What the browser finds broken in a specimen is what stands beside it."""
    told = outcomes(report_on(str(ROOT / "examples" / f"{specimen}.py")))
    broken = {slug for slug, outcome in told.items() if outcome is Outcome.FAILED}
    assert broken == set(EXPECTED[specimen]) & set(SLUGS)


def test_without_a_browser_nothing_is_passed(monkeypatch):
    """What cannot be tried is not applicable, and says what is missing."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")
    results = report_on("app:create_app").results
    assert {one.outcome for one in results} == {Outcome.NOT_APPLICABLE}
    assert all(one.reason.startswith("needs a browser: ") for one in results)


@pytest.mark.parametrize(
    ("rudeness", "slug"),
    [("loops", SLUGS[0]), ("loops", SLUGS[1]), ("never_loads", SLUGS[0]), ("downloads", SLUGS[1])],
)
def test_a_page_that_keeps_the_browser_waiting_is_inconclusive(rudeness, slug):
    """A script without end, a picture that never comes: told as undecided, with the reason."""
    [result] = report_on(str(APPS / f"{rudeness}.py"), (slug,)).results
    assert (result.outcome, bool(result.reason)) == (Outcome.INCONCLUSIVE, True)


def test_a_page_that_asks_and_prints_is_judged():
    """Questions are turned down, windows closed, and who wants to leave leaves."""
    [result] = report_on(str(APPS / "asks.py"), SLUGS[1:]).results
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)


@pytest.fixture
def pids(monkeypatch, tmp_path, launch):
    """A file to which each Chromium that an audit starts writes its process id."""
    wrapper, pids = tmp_path / "chromium", tmp_path / "pids"
    wrapper.write_text(f'#!/bin/sh\necho $$ >> {pids}\nexec {launch["executable_path"]} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", str(wrapper))
    monkeypatch.setenv("CHROMIUM_PIDS", str(pids))
    return pids


def test_all_checks_share_one_browser_which_is_not_left_behind(pids):
    """An audit starts one Chromium, and when it is over, that has ended."""
    report_on("app:create_app", **OF_ITS_OWN)
    [pid] = pids.read_text().split()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_a_browser_that_dies_costs_one_check_its_verdict(pids):
    """The check that saw it die is undecided and says so; the next one has a browser again."""
    results = report_on(str(APPS / "kills.py"), jobs=1, **OF_ITS_OWN).results
    assert [one.outcome for one in results] == [Outcome.INCONCLUSIVE, Outcome.PASSED]
    assert results[0].reason.startswith("Chromium died")
    assert len(pids.read_text().split()) == 2
