"""Apps in other people's styles: the right ones stay silent, and of a planted defect its own slug is told, no other.

In the gate: the right apps and some of the defects, by the checks that are near. `nox -s styles` takes all defects
and all checks.
"""

import ast
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.checks import catalogue
from authproof.findings import Outcome, Policy, Report
from authproof.target import parse_target

HERE = Path(__file__).parent / "styles"
WHOLE = "AUTHPROOF_STYLES" in os.environ
ENVIRON = (("SHOP_SECRET_KEY", "LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw"),)
# One worker for the whole file: the audits of the right apps are made once.
pytestmark = pytest.mark.xdist_group("styles")
# The notebook's front page shows who writes there.
STYLES = {
    "wtforms_shop": ("planted_shop", Policy()),
    "sqlite_sessions": ("planted_notebook", replace(Policy(), public_names=True)),
}
NEAR = ("session-fixation", "csrf-state-change", "session-replay-after-logout", "open-redirect")
# What was once missed or told wrongly, and cheap.
IN_THE_GATE = (
    "account_pages_may_be_framed",
    "the_session_stays_the_same_at_the_door",
    "next_begins_with_a_slash",
)


def planted() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each planted defect: its style, its name, and the slugs that it says it breaks."""
    known = {one.slug for one in catalogue()}
    named = [
        (style, node.name, tuple(ast.literal_eval(slug) for slug in node.decorator_list[0].args))
        for style, (file, _) in STYLES.items()
        for node in ast.parse((HERE / f"{file}.py").read_text()).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    return [one for one in named if known.issuperset(one[2])]


@cache
def report_on(target: str, style: str, only: tuple[str, ...]) -> Report:
    options = AuditOptions(parse_target(str(HERE / target), ENVIRON), policy=STYLES[style][1], only=only)
    return audit(options)[0]


def red(report: Report) -> set[str]:
    return {result.check for result in report.results if result.outcome is Outcome.FAILED}


@pytest.mark.parametrize("style", STYLES)
def test_a_right_app_in_another_style_is_freed(style):
    """Nothing at low or above, and every check comes to a verdict."""
    report = report_on(f"{style}.py", style, () if WHOLE else NEAR)
    assert not red(report)
    undecided = {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    assert not [(one.check, one.reason) for one in report.results if one.outcome in undecided]


def test_a_guard_that_lets_only_bare_paths_through_is_tried():
    """A `next` that refuses every query is alive all the same: its guard has been tried, and held."""
    results = report_on("wtforms_shop.py", "wtforms_shop", () if WHOLE else NEAR).results
    assert {one.outcome for one in results if one.check == "open-redirect"} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("style", "name", "slugs"), [one for one in planted() if WHOLE or one[1] in IN_THE_GATE]
)
def test_a_planted_defect_is_told_by_its_slug_and_nothing_else_is(style, name, slugs):
    """One small change, and exactly the promises that it breaks are reported as broken."""
    only = () if WHOLE else tuple(dict.fromkeys((*slugs, *NEAR)))
    assert red(report_on(f"{STYLES[style][0]}.py:{name}", style, only)) == set(slugs)


@pytest.mark.parametrize("style", STYLES)
def test_each_style_has_a_dozen_defects_of_different_kinds(style):
    """What is tried is broad enough to say something."""
    assert len({slug for one, _, slugs in planted() if one == style for slug in slugs}) >= 12
