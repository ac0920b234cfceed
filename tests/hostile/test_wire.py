"""A server that answers garbage is never believed: nothing hangs, nothing crashes, nothing passes untried."""

import time

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.audit import AuditSession
from authproof.errors import TargetError
from authproof.findings import Outcome
from authproof.target import Bounds, parse_target
from tests.hostile.server import MODES, serving
from tests.security.apps.two_forms import create_app

CHECKS = ("session-fixation", "wrong-password-accepted")
# Seconds for one answer, for discovery and for one check; the latter two are four times as long at a URL.
ANSWER_S, DISCOVERY_S, CHECK_S = 0.5, 2.0, 3.0
# What is well at first is given the time of a busy machine.
PATIENT = {"answer_s": 2.0, "discovery_s": 15.0}


def options(url: str, answer_s: float = ANSWER_S, discovery_s: float = DISCOVERY_S) -> AuditOptions:
    """An audit that waits for nobody."""
    bounds = Bounds(answer_s=answer_s)
    return AuditOptions(
        parse_target(url),
        only=CHECKS,
        browser=False,
        bounds=bounds,
        discovery_limit=discovery_s,
        check_limit=CHECK_S,
    )


@pytest.mark.parametrize("mode", sorted(MODES))
def test_where_every_answer_is_bad_nothing_is_audited(mode):
    """One titled error, in time."""
    with serving() as server:
        server.mode = mode
        start = time.monotonic()
        with pytest.raises(TargetError) as caught:
            audit(options(server.url))
        assert time.monotonic() - start < 10 * DISCOVERY_S
    assert all((caught.value.title, caught.value.tried, caught.value.seen, caught.value.advice))


@pytest.mark.parametrize("mode", sorted(MODES))
def test_what_was_well_and_turns_bad_is_not_passed(mode, tmp_path):
    """Each check says what it met, within its limit."""
    with (
        serving(create_app(tmp_path / "people.db")) as server,
        AuditSession(options(server.url, **PATIENT)) as session,
    ):
        server.mode = mode
        results = list(session.run(CHECKS))
    assert [one.check for one in results if one.outcome is Outcome.PASSED] == []
    assert [one.check for one in results if not one.reason and not one.findings] == []
