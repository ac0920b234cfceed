"""Apps as others write them: the right one is freed, its planted defect is reported by its slug and nothing else is.

The gate tries three defects, each with the check that names it and a few neighbours, and what an app without
registration or one that speaks JSON once hid. `nox -s styles` sets AUTHPROOF_STYLES and tries all against all.
"""

import os

import pytest

from tests.security.styles._judged_b import STYLES, judge, planted, red, undecided

pytestmark = pytest.mark.xdist_group("styles-b")
WHOLE = "AUTHPROOF_STYLES" in os.environ
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
EVERY = [(style, name) for style, module in STYLES.items() for name in planted(module)]
CHOSEN = [
    ("konto", "length_is_the_only_rule"),
    ("django_site", "motto_without_token"),
    ("json_api", "logout_says_goodbye_only"),
]


@pytest.mark.parametrize("style", STYLES)
def test_an_app_of_another_style_is_freed(style):
    """Nothing is found where nothing is wrong, and what can be tried is tried."""
    report = judge(style, only=() if WHOLE else SIGHT)
    assert not red(report)
    assert not undecided(report)


@pytest.mark.parametrize(("style", "name"), EVERY if WHOLE else CHOSEN)
def test_the_planted_defect_is_named_and_nothing_else_is(style, name):
    """The check whose promise was broken fails, and no other does."""
    slugs = planted(STYLES[style])[name]
    only = () if WHOLE else tuple(sorted({*slugs, *NEIGHBOURS}))
    assert red(judge(style, name, only=only)) == set(slugs)
