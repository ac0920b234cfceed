"""Checks that read pages, and let Chromium decide what reading cannot: with a browser, without one, over https."""

import tomllib
from pathlib import Path

import pytest

from authproof.audit import AuditOptions, audit
from authproof.audit.configuration import read_config
from authproof.findings import Outcome, Report, Severity
from authproof.probes.typed_in import TEXT, tried
from authproof.probes.ways_out import sees_way
from authproof.site import LogoutRecipe
from authproof.target import parse_target
from authproof.visitor.window import Window
from tests.e2e.chromiums import shared
from tests.unit.harness.support import discovered

ROOT = Path(__file__).parents[2]
APPS = Path(__file__).parent / "apps"
FAULTS = ROOT / "tests/security/faults"
EXPECTED = tomllib.loads((ROOT / "examples" / "expected.toml").read_text())
CONFIG = read_config(ROOT)
SLUGS = (
    "csp-weak",
    "logout-incomplete",
    "password-field-hostile",
    "reset-token-leak",
    "untrusted-third-party-resource",
    "xss-auth-pages",
)
SITE = "http://site.test"
WAY_OUT = LogoutRecipe("/private", "/logout")
BUTTON = "<form method=post action=/logout><button>Ende</button></form>"


def report_on(target: Path | str, *only: str) -> Report:
    """An audit by some checks, under the reference app's policy."""
    spec = parse_target(str(target), CONFIG.environ)
    return audit(AuditOptions(spec, policy=CONFIG.policy, only=only, browser_host=shared()))[0]


@pytest.fixture
def window_on(browser):
    """Opens a window on a page of that markup, all the web there is."""
    contexts = []

    def open_page(html: str) -> Window:
        contexts.append(browser.new_context())
        body = f"<!doctype html><body>{html}"
        contexts[-1].route("**/*", lambda asked: asked.fulfill(body=body, content_type="text/html"))
        window = Window(contexts[-1])
        window.open(f"{SITE}/private")
        return window

    yield open_page
    for context in contexts:
        context.close()


def test_the_reference_app_is_freed_with_a_browser():
    """A right app passes what Chromium looks at, and every look was taken."""
    results = report_on("app:create_app", *SLUGS).results
    assert {one.outcome for one in results} == {Outcome.PASSED}
    assert not [note for one in results for note in one.notes if "no browser" in note]


@pytest.mark.parametrize("specimen", sorted(EXPECTED))
def test_each_tutorial_keeps_its_verdicts_with_a_browser(specimen):
    """Chromium finds no more in a specimen than stands beside it, and no less."""
    report = report_on(ROOT / "examples" / f"{specimen}.py", *SLUGS)
    broken = {one.check for one in report.results if one.outcome is Outcome.FAILED}
    assert broken == set(EXPECTED[specimen]) & set(SLUGS)


def test_without_a_browser_the_page_is_judged_and_the_note_says_so(monkeypatch):
    """The verdict is that of the rest, and nobody takes it for more."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")
    results = report_on("app:create_app", "csp-weak", "untrusted-third-party-resource").results
    assert {one.outcome for one in results} == {Outcome.PASSED}
    assert all(any(note.startswith("no browser has looked") for note in one.notes) for one in results)


@pytest.mark.parametrize(
    ("fault", "severity"), [("xss_auth_pages", Severity.HIGH), ("xss_auth_pages__greeting", Severity.LOW)]
)
def test_a_hole_is_as_bad_as_what_chromium_runs_there(fault, severity):
    """High where a script ran; low where the policy stopped it, and both are told."""
    [result] = report_on(FAULTS / f"{fault}.py", "xss-auth-pages").results
    assert result.severity is severity
    assert all("Chromium" in one.message for one in result.findings)


def test_a_hole_is_likely_where_no_browser_looked(monkeypatch):
    """Markup alone is no proof that a script runs."""
    monkeypatch.setenv("AUTHPROOF_CHROMIUM", "none")
    [result] = report_on(FAULTS / "xss_auth_pages.py", "xss-auth-pages").results
    assert result.severity is Severity.MEDIUM


@pytest.mark.parametrize("name", ["https_only", "https_named"])
def test_an_https_app_is_logged_in_to_and_out_of_in_the_browser(name):
    """Secure cookies, one with the prefix __Host-, come and go; Back brings nothing private."""
    assert discovered(APPS / f"{name}.py").site.base.startswith("https://")
    results = report_on(APPS / f"{name}.py", "back-button-after-logout", "browser-storage-secrets").results
    assert {one.outcome for one in results} == {Outcome.PASSED}


def test_over_https_too_the_back_button_tells():
    """A page that may be remembered is shown again after logout."""
    [result] = report_on(APPS / "https_cacheable.py", "back-button-after-logout").results
    assert result.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "html",
    [
        BUTTON,
        f"<div style='height:4000px'></div><footer>{BUTTON}</footer>",
        f"<details><summary>Alice</summary>{BUTTON}</details>",
        f"<style>#m {{display: none}} nav:hover #m {{display: block}}</style><nav>Alice<div id=m>{BUTTON}</div></nav>",
        (
            f"<style>#m {{display: none}} :checked ~ #m {{display: block}}</style>"
            f"<label for=c>Menu</label><input id=c type=checkbox hidden><div id=m>{BUTTON}</div>"
        ),
        f"<button type=button onclick='m.hidden = !m.hidden'>Alice</button><div id=m hidden>{BUTTON}</div>",
        (
            "<button type=button onclick='m.innerHTML = b.innerHTML'>Alice</button><div id=m></div>"
            f"<template id=b>{BUTTON}</template>"
        ),
        "<a href=/logout title=out><svg width=20 height=20></svg></a>",
    ],
    ids=["plain", "footer", "details", "hover", "label", "click", "drawn", "icon"],
)
def test_a_way_out_that_a_person_can_reach_is_seen(window_on, html):
    """At once, by scrolling, or in a menu that opens."""
    assert sees_way(window_on(html), WAY_OUT)


@pytest.mark.parametrize(
    "html",
    [
        "",
        f"<div hidden>{BUTTON}</div>",
        f"<div style='visibility: hidden'>{BUTTON}</div>",
        f"<div style='opacity: 0'>{BUTTON}</div>",
        f"<div style='position: absolute; left: -9999px'>{BUTTON}</div>",
        f"<div style='position: fixed; right: -900px'>{BUTTON}</div>",
        f"<div style='height: 0; overflow: hidden'>{BUTTON}</div>",
        f"<div style='position: absolute; clip-path: inset(50%)'>{BUTTON}</div>",
        "<a href=/logout></a>",
        f"<button type=button>Alice</button><div hidden>{BUTTON}</div>",
    ],
    ids=["none", "hidden", "invisible", "clear", "left", "right", "flat", "clipped", "empty", "no-menu"],
)
def test_a_way_out_that_nobody_can_reach_is_none(window_on, html):
    """It stands in the page and not before a person's eyes."""
    assert not sees_way(window_on(html), WAY_OUT)


@pytest.mark.parametrize(
    ("html", "masked", "refuses"),
    [
        ("<input type=password name=p>", True, ()),
        ("<input name=p style='-webkit-text-security: disc'>", True, ()),
        ("<input name=p style='font-family: dotsfont'>", False, ()),
        ("<input type=password name=p onpaste='return false'>", True, ("pasted",)),
        ("<input type=password name=p onkeydown='return event.ctrlKey'>", True, ("typed",)),
        ("<input type=password name=p readonly>", True, ("typed", "pasted")),
        ("<input type=password name=p readonly onfocus='this.readOnly = false'>", True, ()),
        (
            "<input type=password name=p onchange='if (!event.isTrusted) this.value = \"\"'>",
            True,
            ("filled in by a password manager",),
        ),
    ],
    ids=["right", "disc", "dots", "paste", "keys", "readonly", "until-focus", "manager"],
)
def test_a_field_is_known_by_what_happens_in_it(window_on, html, masked, refuses):
    """Typed, pasted and filled in: what is masked, and what stays empty."""
    window = window_on(html)
    window.copy(TEXT)
    [place] = tried(window, "/private", ["p"], None)
    assert (place.masked, place.refuses) == (masked, refuses)
