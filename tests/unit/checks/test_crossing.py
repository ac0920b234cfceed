"""What is told of an attack that a browser has tried, or has not."""

import pytest

from authproof.client.jar import Cookie
from authproof.exchange import Exchange, Request, Response
from authproof.findings import Evidence, Severity, finding
from authproof.probes.baits import json_post, with_fields
from authproof.probes.browser_cookies import CROSSING, Given, seen
from authproof.probes.crossing import Break, Crossing, lowered, told
from authproof.probes.framed import Framed
from authproof.probes.framed import told as frames_told
from authproof.visitor.scene import Unseen

POSTED = Exchange(Request("POST", "http://localhost/x"), Response(200))
FOUND = finding("a form works", evidence=POSTED)
BARE, LAX = Cookie("session", "1", "localhost"), Cookie("other", "1", "localhost", same_site="lax")


def notes(found):
    """What the evidence says."""
    return [one.note for one in found.evidence]


def test_what_a_browser_confirms_is_left_as_it_is():
    """Only the evidence grows."""
    after = told(FOUND, Crossing(True, (POSTED,), (LAX,)), Severity.HIGH)
    assert (after.message, after.severity) == (FOUND.message, None)
    assert after.evidence == (*FOUND.evidence, Evidence("in Chromium it works", POSTED))


def test_a_young_cookie_is_named_in_the_message():
    """Nobody's cookie stays younger than two minutes."""
    after = told(FOUND, Crossing(True, (POSTED,), (BARE, LAX)), Severity.HIGH)
    assert after.message == "a form works; in Chromium it works while `session` is younger than two minutes"
    assert after.severity is None


def test_a_young_cookie_that_opens_nothing_is_not_named():
    """A counter that goes along decides nothing."""
    assert Crossing(True, (POSTED,), (BARE,), keys=("other",)).young == ""


def test_what_a_browser_blocks_is_one_step_lower_and_told_twice():
    """The app lets it through, the browser does not."""
    after = told(FOUND, Crossing(False, (POSTED,)), Severity.HIGH)
    assert after.message == "a form works; in Chromium it fails: it sends no cookie along"
    assert after.severity is Severity.MEDIUM


def test_what_no_browser_saw_stays_as_it_was():
    """The reason stands in the evidence."""
    after = told(FOUND, Unseen("it is switched off"), Severity.HIGH)
    assert (after.message, after.severity) == (FOUND.message, FOUND.severity)
    assert notes(after)[-1] == "no browser has looked: it is switched off"


@pytest.mark.parametrize(
    ("given", "less"),
    [
        (None, Severity.MEDIUM),
        (Severity.MEDIUM, Severity.LOW),
        (Severity.LOW, Severity.LOW),
        (Severity.INFO, Severity.INFO),
    ],
)
def test_a_finding_stays_a_finding(given, less):
    """An app that lets a forgery through has a fault, whatever one browser does."""
    assert lowered(given, Severity.HIGH) is less


@pytest.mark.parametrize(
    ("through", "worked", "message"),
    [
        (True, True, "travels"),
        (False, True, "travels"),
        (False, False, "stays"),
        (True, False, "travels; in Chromium it fails: it sends nothing"),
    ],
)
def test_the_browser_decides_whether_cookies_travel(through, worked, message):
    """Also where their attributes say otherwise."""
    one = Break(through, lambda yes: finding("travels" if yes else "stays", evidence=POSTED), lambda _: None)
    assert one.judged(Crossing(worked), Severity.HIGH).message == message


@pytest.mark.parametrize(
    ("look", "severity"),
    [
        (Framed(("/login",), (POSTED,), True), None),
        (Framed(("/login",), (POSTED,), False), Severity.LOW),
        (Framed((), (POSTED,), True), Severity.LOW),
        (Unseen("it died"), None),
    ],
)
def test_a_frame_in_which_nobody_can_act_is_low(look, severity):
    """It has to be shown, and with the visitor's cookies."""
    assert frames_told(FOUND, look).severity is severity


def test_a_cookie_that_the_browser_keeps_is_told_in_the_message():
    """The attribute is missing all the same."""
    kept = seen(FOUND, "session", Given((), POSTED), CROSSING)
    assert kept.message.startswith("a form works; Chromium does not send it along")
    assert seen(FOUND, "session", Given(("session",), POSTED), CROSSING).message == FOUND.message


def test_json_in_a_form_needs_no_field_at_all():
    """The one member more makes an object of nothing, too."""
    assert "{&quot;also&quot;: &quot;" in json_post("http://localhost/x", []).html


@pytest.mark.parametrize(("url", "whole"), [("/x", "/x?a=1"), ("/x?b=2", "/x?b=2&a=1"), ("/x?", "/x?a=1")])
def test_fields_are_put_behind_the_query(url, whole):
    """A link keeps what its address had."""
    assert with_fields(url, [("a", "1")]) == whole
