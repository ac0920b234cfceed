"""Every check on every app and planted defect of three styles: `nox -s styles`, some minutes for each style."""

import pytest

from tests.security.styles._judged_b import STYLES, judge, planted, red, undecided

DEFECTS = [
    (style, name, slugs) for style, module in STYLES.items() for name, slugs in planted(module).items()
]


@pytest.mark.parametrize("style", STYLES)
def test_a_right_app_of_that_style_is_freed(style):
    """No check fails and none is undecided on an app that keeps its promises."""
    report = judge(style)
    assert not red(report)
    assert not undecided(report)


@pytest.mark.parametrize(
    ("style", "name", "slugs"), DEFECTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_planted_defect_is_found_and_nothing_else(style, name, slugs):
    """Of all checks exactly those fail whose promise was broken."""
    assert red(judge(style, name)) == set(slugs)
