"""The same story ends the same way in process, over a socket and in Chromium.

Hands in process tell which checks are written in verbs alone. The gate tries a few of them, `nox -s bodies` all.
"""

import os
from functools import cache
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.findings import Outcome, Policy
from authproof.target import parse_target
from tests.e2e.chromiums import shared
from tests.e2e.planted import faults

ROOT = Path(__file__).parents[2]
CONFIG = read_config(ROOT)
REFERENCE = "app:create_app"
# Held by the first test.
VERBS_ALONE = (
    "brute-force-unlimited",
    "clickjacking",
    "cookie-httponly-missing",
    "cookie-samesite-weak",
    "cookie-scope-too-broad",
    "cookie-secure-missing",
    "cross-user-data-bleed",
    "csp-weak",
    "logout-incomplete",
    "password-hash-weak",
    "password-hash-work-factor",
    "session-cookie-forgeable",
    "session-cookie-leaks-data",
    "session-fixation",
    "session-replay-after-logout",
    "untrusted-third-party-resource",
    "weak-secret-key",
)
# These end on the reference app before they come to what hands cannot do; their faults show that they would.
END_EARLIER = ("default-credentials", "privilege-escalation", "session-token-predictable")
WHOLE = "ALL_BODIES" in os.environ
whole_alone = pytest.mark.skipif(not WHOLE, reason="takes long: nox -s bodies")
# Steal a cookie, plant one, leave, be remembered: what a body can do differently.
FEW_CHECKS = ("session-fixation", "session-replay-after-logout")
FEW_FAULTS = (
    "cookie_secure_missing__remember",
    "logout_incomplete",
    "session_fixation__invented",
    "session_replay_after_logout",
)
# Typing takes its time, on a busy machine more.
PATIENCE_S = 280.0


def named(fault: Path, among: tuple[str, ...]) -> tuple[str, ...]:
    """The checks that a fault names, of these."""
    return tuple(slug for slug in faults.catches(fault) if slug in among)


FAULTS = [one for one in faults.FAULTS if named(one, VERBS_ALONE) and not faults.needs_browser(one)]
CHOSEN = [one for one in FAULTS if WHOLE or one.stem in FEW_FAULTS]


@cache
def told(target: str, body: str, only: tuple[str, ...] = (), policy: Policy = CONFIG.policy) -> dict:
    """Outcome and reason of each check, its people in that body."""
    spec = parse_target(target, CONFIG.environ)
    browser, limit = body == "chromium", PATIENCE_S
    here = {"body": body, "browser": browser, "browser_host": shared() if browser else ""}
    options = AuditOptions(spec, policy=policy, only=only, check_limit=limit, **here)
    return {one.check: (one.outcome, one.reason or "") for one in audit(options)[0].results}


def verdicts(target: str, only: tuple[str, ...], policy: Policy = CONFIG.policy) -> dict[str, dict]:
    """Each body's outcomes; a site that lives at https has none on a plain socket, and says so."""
    by_body = {body: told(target, body, only, policy) for body in ("wsgi", "http", "chromium")}
    if all("a plain socket speaks no https" in reason for _, reason in by_body["http"].values()):
        del by_body["http"]
    return {body: {slug: one for slug, (one, _) in of.items()} for body, of in by_body.items()}


def wants_more(end: tuple[Outcome, str]) -> bool:
    """Whether a check wanted more than hands can do, or a browser that nobody sits at, a finding or not."""
    return end[1].startswith(("needs more than a browser's hands: ", "needs a browser"))


def test_the_checks_in_verbs_alone_are_those_that_hands_can_play():
    """Who writes a check in verbs alone, or in more than these, hears of it here."""
    played = {slug for slug, end in told(REFERENCE, "hands").items() if not wants_more(end)}
    assert played == {*VERBS_ALONE, *END_EARLIER}


@whole_alone
@pytest.mark.parametrize("slug", END_EARLIER)
def test_a_check_that_ends_earlier_would_want_more(slug):
    """Where there is something to find, these checks ask for what no person at a browser can do."""
    fault = ROOT / f"tests/security/faults/{slug.replace('-', '_')}.py"
    assert wants_more(told(str(fault), "hands", (slug,))[slug])


def test_more_than_hands_is_said_in_chromium():
    """A check that makes requests of its own is not played in the browser by half."""
    assert wants_more(told(REFERENCE, "chromium", ("csrf-login",))["csrf-login"])


@pytest.mark.parametrize("slugs", [(one,) for one in VERBS_ALONE] if WHOLE else [FEW_CHECKS], ids=" ".join)
def test_the_reference_app_is_freed_in_every_body(slugs):
    """What is right in process is right over a socket and in the browser."""
    freed = dict.fromkeys(slugs, Outcome.PASSED)
    assert verdicts(REFERENCE, slugs) == {"wsgi": freed, "http": freed, "chromium": freed}


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda path: path.stem)
def test_a_fault_is_caught_in_every_body(fault):
    """What a check finds in process it finds over a socket and in the browser."""
    found = verdicts(str(fault), named(fault, VERBS_ALONE), faults.policy(fault))
    assert {"wsgi", "chromium"} <= {*found}
    assert {outcome for of in found.values() for outcome in of.values()} == {Outcome.FAILED}


def test_the_few_of_the_gate_are_among_all():
    """A fault that was renamed would be missed in silence."""
    assert {*FEW_FAULTS} <= {one.stem for one in FAULTS}
    assert {*FEW_CHECKS} <= {*VERBS_ALONE}
