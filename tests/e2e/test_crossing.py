"""What a page of another site achieves in Chromium: it decides, and both verdicts are told where they differ."""

from functools import cache
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.client import WsgiClient
from authproof.client.browser_host import ask, hosted
from authproof.client.serving import Web
from authproof.exchange import Response
from authproof.findings import Outcome, Report, Severity
from authproof.probes import baits
from authproof.target import parse_target
from authproof.visitor.window import Window
from tests.e2e.chromiums import shared

# One worker for the whole file: each app is audited once.
pytestmark = pytest.mark.xdist_group("crossing")
ROOT = Path(__file__).parents[2]
CONFIG = read_config(ROOT)
SLUGS = (
    "clickjacking",
    "cookie-httponly-missing",
    "cookie-samesite-weak",
    "cors-credentials-leak",
    "csrf-login",
    "csrf-logout",
    "csrf-state-change",
)
WORKS, FAILS = "in Chromium it works", "in Chromium it fails"


@cache
def crossed(kind: str) -> Report:
    """An audit of the open app with that cookie, kept for all tests of this process."""
    return report_on(f"{Path(__file__).parent / 'apps' / 'crossed.py'}:{kind}")


def report_on(target: str) -> Report:
    """An audit by the checks of what crosses from site to site."""
    options = AuditOptions(
        parse_target(target, CONFIG.environ), only=SLUGS, policy=CONFIG.policy, browser_host=shared()
    )
    return audit(options)[0]


def finding_of(kind: str, slug: str):
    """The finding of a check, and what is said in its evidence."""
    [found] = next(one for one in crossed(kind).results if one.check == slug).findings
    return found, " / ".join(one.note for one in found.evidence)


@pytest.mark.parametrize(
    ("kind", "slug", "severity", "said"),
    [
        ("travels", "clickjacking", Severity.MEDIUM, "/notes, /profile, /login, with the visitor's cookies"),
        ("travels", "cookie-httponly-missing", Severity.MEDIUM, "document.cookie shows it in Chromium"),
        ("travels", "cookie-samesite-weak", Severity.MEDIUM, "right after the login Chromium sends it along"),
        ("travels", "cors-credentials-leak", Severity.HIGH, WORKS),
        ("travels", "csrf-login", Severity.LOW, WORKS),
        ("travels", "csrf-logout", Severity.LOW, f"{WORKS}, by a picture that nobody clicks"),
        ("travels", "csrf-state-change", Severity.HIGH, WORKS),
        ("stays", "csrf-login", Severity.LOW, WORKS),
        ("stays", "csrf-logout", Severity.LOW, WORKS),
        ("says_nothing", "cookie-samesite-weak", Severity.LOW, "right after the login Chromium sends it"),
    ],
)
def test_what_chromium_confirms_stands_in_the_evidence(kind, slug, severity, said):
    """The finding keeps its severity, with the requests that the browser made."""
    found, notes = finding_of(kind, slug)
    assert (found.severity, said in notes) == (severity, True)
    assert any(one.exchange for one in found.evidence if said in one.note)


@pytest.mark.parametrize(
    ("kind", "slug", "severity", "without", "within"),
    [
        (
            "stays",
            "clickjacking",
            Severity.LOW,
            "any site can frame",
            "/login, without the visitor's cookies",
        ),
        ("stays", "cors-credentials-leak", Severity.MEDIUM, "SameSite keeps it", FAILS),
        ("stays", "csrf-state-change", Severity.MEDIUM, "only the cookie's SameSite", FAILS),
        ("says_nothing", "clickjacking", Severity.LOW, "any site can frame", "without the visitor's cookies"),
        ("says_nothing", "cors-credentials-leak", Severity.MEDIUM, "any origin may read", FAILS),
        ("says_nothing", "csrf-state-change", Severity.HIGH, "changes `city`", "younger than two minutes"),
    ],
)
def test_both_verdicts_are_told_where_they_differ(kind, slug, severity, without, within):
    """What the app lets through, and what Chromium makes of it."""
    found, notes = finding_of(kind, slug)
    assert (found.severity, without in found.message, within in notes) == (severity, True, True)


def test_a_right_app_is_freed_and_starts_no_browser(monkeypatch, tmp_path):
    """What is fine without a browser costs none."""
    wrapper = tmp_path / "chromium"
    wrapper.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    wrapper.chmod(0o755)
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", str(wrapper))
    outcomes = {one.outcome for one in report_on("app:create_app").results}
    assert outcomes == {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    assert not (tmp_path / "started").exists()


def test_without_a_browser_the_verdicts_stay_and_say_why(monkeypatch):
    """Each finding tells that no browser has looked."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")
    told = report_on(f"{Path(__file__).parent / 'apps' / 'crossed.py'}:stays")
    found = [finding for one in told.results for finding in one.findings]
    broken = {one.check for one in told.results if one.outcome is Outcome.FAILED}
    assert broken == {one.check for one in crossed("stays").results if one.outcome is Outcome.FAILED}
    assert {one.evidence[-1].note for one in found} == {"no browser has looked: it is switched off"}


COOKIES = ("nothing=1", "lax=1; SameSite=Lax", "strict=1; SameSite=Strict", "none=1; SameSite=None; Secure")
SITE = "http://localhost/see"


def site(environ, start_response):
    """A site that gives its cookies to whoever has none, and may be framed and read by anybody."""
    lines = [("Set-Cookie", line) for line in COOKIES if "HTTP_ORIGIN" not in environ]
    asker = ("Access-Control-Allow-Origin", environ.get("HTTP_ORIGIN", "*"))
    start_response("200 OK", [("Content-Type", "text/html"), asker, *lines])
    return [b"<p>Seen"]


@pytest.fixture(scope="module")
def lured(playwright):
    """What the site is asked when somebody with its cookies opens a bait: method, Origin, type, cookies."""
    with hosted(80) as host:
        told = ask(host)
        browser = playwright.chromium.connect_over_cdp(told.endpoint)
        with Web(WsgiClient(site), SITE, told.key) as web, browser:
            window = Window(browser.new_context(proxy={"server": f"http://127.0.0.1:{web.port}"}))
            window.open("http://localhost/")

            def lure(bait):
                web.pages[bait.url] = Response(200, (("Content-Type", "text/html"),), bait.html.encode())
                web.exchanges.clear()
                window.go(bait.url)
                return next(one.request for one in web.exchanges if one.request.path.startswith("/see"))

            yield lure


EVIL, ALIKE = "http://evil.test", "http://localhost.evil.test"
FIELDS = [("submit", 'a"<b'), ("city", "Zürich")]


@pytest.mark.parametrize(
    ("bait", "method", "origin", "crossing"),
    [
        (baits.link(SITE), "GET", "", "nothing lax none"),
        (baits.picture(SITE), "GET", "", "none"),
        (baits.frames((SITE,)), "GET", "", "none"),
        (baits.reader(SITE, EVIL), "GET", EVIL, "none"),
        (baits.reader(SITE, "null"), "GET", "null", "none"),
        (baits.post(SITE, FIELDS), "POST", EVIL, "nothing none"),
        (baits.nameless_post(SITE, FIELDS), "POST", "null", "nothing none"),
        (baits.look_alike_post(SITE, FIELDS), "POST", ALIKE, "nothing none"),
        (baits.json_post(SITE, FIELDS), "POST", EVIL, "nothing none"),
    ],
)
def test_a_bait_sends_what_its_name_says_with_the_cookies_of_an_ordinary_window(
    lured, bait, method, origin, crossing
):
    """Lax-by-default, the two minutes of a form, and third-party cookies are as people have them."""
    request = lured(bait)
    names = [pair.partition("=")[0] for pair in request.header("Cookie").split("; ")]
    assert (request.method, request.header("Origin"), sorted(names)) == (
        method,
        origin,
        sorted(crossing.split()),
    )


def test_a_form_carries_its_fields_and_json(lured):
    """Also a field named as the form's own method, quotes, and JSON under a type that needs no leave."""
    assert lured(baits.post(SITE, FIELDS)).body == b"submit=a%22%3Cb&city=Z%C3%BCrich"
    asked = lured(baits.json_post(SITE, FIELDS))
    assert Response(200, (), asked.body).json() == {**dict(FIELDS), "also": "="}
    assert asked.header("Content-Type") == "text/plain"
