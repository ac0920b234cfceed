"""Apps as others write them: the right one is freed, its planted defect is reported by its slug and nothing else is.

A part of what `nox -s styles` tries whole: some defects, each with the check that names it and a few neighbours.
"""

import pytest

from tests.security.styles._judged_b import STYLES, judge, planted, red, undecided

# What an app without registration, and one that speaks JSON, once hid from these checks.
SIGHT = (
    "account-enumeration-timing",
    "open-redirect",
    "session-replay-after-logout",
    "short-password-accepted",
    "sql-injection-login",
)
NEIGHBOURS = (
    "cookie-secure-missing",
    "session-fixation",
    "session-replay-after-logout",
    "wrong-password-accepted",
)
CHOSEN = (
    ("konto", "length_is_the_only_rule"),
    ("django_site", "motto_without_token"),
    ("json_api", "logout_says_goodbye_only"),
)


@pytest.mark.parametrize("style", STYLES)
def test_an_app_of_another_style_is_freed(style):
    """Nothing is found where nothing is wrong, and what can be tried is tried."""
    report = judge(style, only=SIGHT)
    assert not red(report)
    assert not undecided(report)


@pytest.mark.parametrize(("style", "name"), CHOSEN)
def test_the_planted_defect_is_named_and_its_neighbours_are_silent(style, name):
    """The check whose promise was broken fails, and those beside it do not."""
    slugs = planted(STYLES[style])[name]
    assert red(judge(style, name, only=tuple(sorted({*slugs, *NEIGHBOURS})))) == set(slugs)
