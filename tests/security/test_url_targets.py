"""An audit of a URL: the verdicts of an audit in process where the wire can tell, and nobody left behind."""

import json
import os
import tomllib
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.checks import catalogue
from authproof.cli import main
from authproof.findings import Outcome, Report
from authproof.reports import REPORTERS
from authproof.site import Wishes
from authproof.target import Bounds, parse_target
from tests.security.served import served

# One worker for the whole file: the servers are started once.
pytestmark = pytest.mark.xdist_group("urls")
ROOT = Path(__file__).parents[2]
TUTORIAL, APPS = ROOT / "examples/mega_tutorial.py", Path(__file__).parent / "apps"
EXPECTED = frozenset(tomllib.loads((ROOT / "examples/expected.toml").read_text())["mega_tutorial"])
WHOLE = "AUTHPROOF_STYLES" in os.environ
# What an audit in process decides by the app's inside: the clock, the database, the hashes, the mails, the log.
INSIDE = frozenset(
    {
        "account-enumeration-timing", "account-lockout-dos", "auth-events-not-logged", "disabled-account-access",
        "log-injection", "password-hash-weak", "password-hash-work-factor", "password-plaintext-storage",
        "privilege-escalation", "reset-abuse", "reset-token-leak", "reset-token-weak", "secrets-in-logs",
        "session-absolute-timeout", "session-idle-timeout",
    }
)  # fmt: skip
# These need a clock that moves, or a configuration or rows that can be read, to say all that they say in process.
PARTLY = frozenset({"https-not-enforced", "malformed-input-crash", "user-id-reuse-takeover"})
NEAR = (
    "brute-force-unlimited", "clickjacking", "cookie-secure-missing", "csrf-logout", "open-redirect",
    "remember-token-never-expires", "session-replay-after-logout", "weak-secret-key", "wrong-password-accepted",
)  # fmt: skip


def audited(url: str, *only: str, **options) -> Report:
    """An audit by these checks, without a browser."""
    return audit(AuditOptions(parse_target(url), only=only, browser=False, **options))[0]


def outcomes(report: Report) -> dict[str, Outcome]:
    """How each check ended."""
    return {one.check: one.outcome for one in report.results}


@pytest.fixture(scope="module")
def servers():
    """Starts an app when it is first asked for; all end with the module."""
    with ExitStack() as stack:
        yield cache(lambda target, *how: stack.enter_context(served(target, *how)))


@pytest.fixture(scope="module")
def tutorial(servers):
    """Two audits of one server by the same checks, one after the other."""
    url = servers(TUTORIAL)
    return audited(url, *([] if WHOLE else NEAR)), audited(url, "open-redirect", "wrong-password-accepted")


@pytest.fixture(scope="module")
def reference(servers):
    """An audit of the reference app."""
    return audited(servers("app:create_app"), *([] if WHOLE else NEAR), policy=read_config(ROOT).policy)


def test_a_tutorial_is_convicted_of_what_the_wire_shows(tutorial):
    """Nothing more is found than in process, and nothing less of what can be seen from outside."""
    found = {slug for slug, outcome in outcomes(tutorial[0]).items() if outcome is Outcome.FAILED}
    seen = EXPECTED & {*outcomes(tutorial[0])} - INSIDE - PARTLY
    browser = {"back-button-after-logout", "browser-storage-secrets"}
    assert found == seen - browser


def test_the_reference_app_shows_no_finding(reference):
    """Each check passes, or says what it lacks."""
    assert Outcome.FAILED not in outcomes(reference).values()
    assert Outcome.ERRORED not in outcomes(reference).values()
    assert [
        one.check for one in reference.results if one.outcome is not Outcome.PASSED and not one.reason
    ] == []


def test_a_clock_that_cannot_be_moved_is_told(reference):
    """A cookie's lifetime is judged as far as it can be seen."""
    told = next(one for one in reference.results if one.check == "remember-token-never-expires")
    assert (told.outcome, told.reason) == (
        Outcome.INCONCLUSIVE,
        "the clock of a target elsewhere cannot be moved: only Expires was seen",
    )


def test_what_needs_the_inside_says_so(servers):
    """It is not applicable, whatever the app is; the list is complete."""
    report = audited(servers(APPS / "wsgi_only.py"), *sorted(INSIDE))
    reasons = {one.check: one.reason for one in report.results if one.outcome is Outcome.NOT_APPLICABLE}
    assert {*outcomes(report)} == {*reasons} == INSIDE
    assert {reasons[slug] for slug in INSIDE} == {"needs the app in this process; the target is a URL"}


def test_every_check_is_tried_on_a_url():
    """The sets of this file name checks that there are."""
    assert {one.slug for one in catalogue()} >= INSIDE | PARTLY | {*NEAR}


def test_the_same_server_can_be_audited_again(tutorial):
    """The second audit meets none of the first one's people, and comes to the same verdicts."""
    first, second = tutorial
    assert outcomes(second).items() <= outcomes(first).items()
    names = [{one.name for one in report.traffic.users} for report in tutorial]
    assert names[0].isdisjoint(names[1])


def test_people_can_be_found_by_their_names(tutorial):
    """They carry our name and the audit's word."""
    begin = {one.name[: len("authproof-abc-")] for one in tutorial[0].traffic.users}
    assert len(begin) == 1
    assert begin.pop().startswith("authproof-")


def test_people_leave_where_the_site_lets_them(reference):
    """Who was never locked out is deleted, and can log in no more."""
    gone = [one for one in reference.traffic.users if one.removed]
    assert len(gone) >= len(NEAR)
    assert f"{len(gone)} accounts were deleted again" in "\n".join(reference.notes)


def test_a_site_that_forbids_our_dashes_gets_plain_letters(monkeypatch):
    """Discovery learns it."""
    monkeypatch.setenv("DOOR", "letters")
    with served(APPS / "guarded_door.py") as url:
        report = audited(url, "session-fixation")
    assert outcomes(report) == {"session-fixation": Outcome.PASSED}
    assert report.traffic.users[-1].name.isalpha()
    assert report.traffic.users[-1].name.startswith("authproof")


def test_a_limit_of_the_target_is_no_pass(monkeypatch):
    """What was refused for coming too often was not tried."""
    monkeypatch.setenv("DOOR", "limit")
    with served(APPS / "guarded_door.py") as url:
        report = audited(url, "sql-injection-login", "xss-auth-pages")
    assert {*outcomes(report).values()} == {Outcome.INCONCLUSIVE}
    assert all("the target limits requests: it refused" in one.reason for one in report.results)


def test_an_app_lies_under_its_path(servers):
    """Its pages are found there, and the app beside it is not asked for anything."""
    url = servers(TUTORIAL, "/shop")
    report = audited(url, "session-replay-after-logout")
    assert outcomes(report) == {"session-replay-after-logout": Outcome.FAILED}
    assert (report.site.login, report.site.register) == ("/shop/login", "/shop/register")
    with urlopen(url.removesuffix("shop") + "asked") as asked:
        assert asked.read() == b""


def test_an_api_without_a_form_is_found_at_its_usual_addresses(servers):
    """There is no URL map to read."""
    report = audited(servers(APPS / "json_account.py"), "session-replay-after-logout")
    assert (report.site.login, report.site.logout) == ("/api/login", "/api/logout")
    assert outcomes(report) == {"session-replay-after-logout": Outcome.FAILED}


def test_https_of_this_machine_needs_no_trusted_certificate(servers):
    """Secure cookies go back, and what https promises is looked for."""
    report = audited(servers(APPS / "two_forms.py", "", "https"), "session-fixation", "https-not-enforced")
    assert outcomes(report)["session-fixation"] is Outcome.PASSED
    assert "Strict-Transport-Security" in report.results[0].findings[0].message


def test_the_budget_is_kept_and_told(servers):
    """What it does not suffice for is inconclusive; nothing was sent beyond it, for nobody could be deleted."""
    report = audited(servers(TUTORIAL), "session-fixation", "xss-auth-pages", bounds=Bounds(requests=330))
    assert report.traffic.requests == 330
    assert "the budget of 330 requests for this audit is spent (--max-requests)" in report.results[1].reason
    assert report.notes[0] == "330 requests were sent, as fast as they were answered; the checks may send 330"


def test_the_only_account_is_not_spoiled(servers):
    """Where nobody can register, nothing is done that would stay done."""
    erika = Wishes(username="erika.muster", password="siebzehn blaue Fahrräder")
    url = servers(APPS.parent / "styles/konto.py")
    report = audited(url, "response-splitting", "session-replay-after-password-change", wishes=erika)
    assert {*outcomes(report).values()} <= {Outcome.NOT_APPLICABLE, Outcome.PASSED, Outcome.INCONCLUSIVE}
    assert report.traffic.users == ()
    assert outcomes(audited(url, "session-fixation", wishes=erika)) == {"session-fixation": Outcome.PASSED}


def test_the_report_tells_what_it_took(tutorial):
    """Requests and people stand in the JSON report."""
    told = json.loads(REPORTERS["json"](tutorial[0]))
    assert told["target"]["kind"] == "http"
    assert told["requests"] == {"sent": tutorial[0].traffic.requests, "budget": 20000, "pace": 0.0}
    assert {"name", "email", "removed"} == {*told["users"][0]}


@pytest.mark.parametrize(
    ("target", "exit_code", "seen"),
    [
        ("http://staging.example.com", 2, "is not this machine"),
        ("http://127.0.0.1:99999", 2, "Port out of range"),
        ("http://alice:secret@127.0.0.1", 2, "more than scheme, host, port and path"),
        ("http://127.0.0.1:1", 3, "127.0.0.1 port 1: Connection refused"),
    ],
)
def test_what_cannot_be_audited_gets_one_titled_error(target, exit_code, seen, tmp_path, monkeypatch):
    """Another machine, no URL, nobody there."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["audit", target])
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert seen in result.stderr
