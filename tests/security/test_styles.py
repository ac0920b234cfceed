"""Apps in other people's styles: the right ones stay silent, and of a planted defect its own slug is told, no other.

In the gate: the right apps and some of the defects, by the checks that are near. `nox -s styles` takes all defects
and all checks.
"""

import ast
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome, Policy, Report
from authproof.site import Wishes
from authproof.target import parse_target

HERE = Path(__file__).parent / "styles"
WHOLE = "AUTHPROOF_STYLES" in os.environ
ENVIRON = (("SHOP_SECRET_KEY", "LhDP0sVd8mfZb3QeHxk2gWn7RtYcU9aJpo4B1iKsXw"),)
NOBODY, ERIKA = Wishes(), Wishes(username="erika.muster", password="siebzehn blaue Fahrräder")
# One worker for the whole file: the audits of the right apps are made once.
pytestmark = pytest.mark.xdist_group("styles")


@dataclass(frozen=True)
class Style:
    """A right app: the module of its defects, who can log in, and whether names are public by intent."""

    defects: str
    wishes: Wishes = NOBODY
    public_names: bool = False


STYLES = {
    "wtforms_shop": Style("planted_shop"),
    "sqlite_sessions": Style("planted_notebook", public_names=True),
    "konto": Style("planted_konto", ERIKA),
    "django_site": Style("planted_django", public_names=True),
    "json_api": Style("planted_json", public_names=True),
}
NEAR = ("session-fixation", "csrf-state-change", "session-replay-after-logout", "open-redirect")
# What was once blind to one of the styles, or told something wrong of it.
SIGHT = ("account-enumeration-timing", "auth-bypass-path", "short-password-accepted", "sql-injection-login")
# What was once missed or told wrongly, and cheap.
IN_THE_GATE = (
    "account_pages_may_be_framed",
    "the_session_stays_the_same_at_the_door",
    "next_begins_with_a_slash",
    "length_is_the_only_rule",
    "motto_without_token",
    "logout_says_goodbye_only",
)


def planted() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each planted defect: its style, its name, and the slugs that it says it breaks."""
    return [
        (name, node.name, tuple(ast.literal_eval(slug) for slug in node.decorator_list[0].args))
        for name, style in STYLES.items()
        for node in ast.parse((HERE / f"{style.defects}.py").read_text()).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]


@cache
def report_on(target: str, name: str, only: tuple[str, ...]) -> Report:
    """Audit the right app of that style, or one with a defect."""
    style = STYLES[name]
    policy = Policy(public_names=style.public_names)
    return audit(AuditOptions(parse_target(str(HERE / target), ENVIRON), style.wishes, policy, only))[0]


def red(report: Report) -> set[str]:
    """The checks that failed."""
    return {result.check for result in report.results if result.outcome is Outcome.FAILED}


@pytest.mark.parametrize("style", STYLES)
def test_a_right_app_in_another_style_is_freed(style):
    """Nothing at low or above, and every check comes to a verdict."""
    report = report_on(f"{style}.py", style, () if WHOLE else NEAR + SIGHT)
    assert not red(report)
    undecided = {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    assert not [(one.check, one.reason) for one in report.results if one.outcome in undecided]


@pytest.mark.parametrize("style", ["wtforms_shop", "konto", "django_site"])
def test_a_guard_that_lets_only_bare_paths_through_is_tried(style):
    """A `next` that refuses every query is alive all the same: its guard has been tried, and held."""
    results = report_on(f"{style}.py", style, () if WHOLE else NEAR + SIGHT).results
    assert {one.outcome for one in results if one.check == "open-redirect"} == {Outcome.PASSED}


@pytest.mark.parametrize(
    ("style", "name", "slugs"), [one for one in planted() if WHOLE or one[1] in IN_THE_GATE]
)
def test_a_planted_defect_is_told_by_its_slug_and_nothing_else_is(style, name, slugs):
    """One small change, and exactly the promises that it breaks are reported as broken."""
    only = () if WHOLE else tuple(dict.fromkeys((*slugs, *NEAR)))
    assert red(report_on(f"{STYLES[style].defects}.py:{name}", style, only)) == set(slugs)


@pytest.mark.parametrize("style", STYLES)
def test_each_style_has_a_dozen_defects_of_different_kinds(style):
    """What is tried is broad enough to say something."""
    assert len({slug for one, _, slugs in planted() if one == style for slug in slugs}) >= 10
