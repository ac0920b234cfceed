"""Reports say all that was seen, in a fixed shape, and obey nothing of it."""

import io
import json
import shlex
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from authproof.exchange import CodeLocation, Exchange, Request, Response
from authproof.findings import Confidence, Outcome, Severity, SiteMap, finding
from authproof.reports import to_json, to_terminal
from authproof.reports.evidence import visible
from authproof.reports.replay import replay_command
from tests.unit.harness.support import answered, reported

HOSTILE = "\x1b]0;owned\x07\x1b[2Jred\x00\x9b31m\u202egpj.exe\u2066\u200f\r\x08\u2028[bold]x[/bold][/nothing]"


def printed(report, **options):
    stream = io.StringIO()
    to_terminal(report, Console(file=stream, width=160, **options))
    return stream.getvalue()


def hostile_report(text):
    """A report in which everything that a target can write holds this text."""
    exchange = Exchange(
        Request("POST", f"http://localhost/{text}", (("X", text),), text.encode("utf-8", "replace")),
        Response(302, (("Location", text),), text.encode("utf-8", "replace")),
        crash=f"ValueError: {text}",
    )
    found = finding(text, evidence=(text, exchange), location=CodeLocation(text, 1))
    return reported(
        found, finding(text, evidence=text), name=text, notes=(text,), site=SiteMap(text, text, text, (text,))
    )


def test_the_json_report_has_the_shape_of_version_1():
    """Every key that the design promises is there, under its name."""
    found = finding(
        "it leaves",
        evidence=(answered(("Location", "//evil.test")), "a figure"),
        location=CodeLocation("app.py", 3),
        cause="guard",
        confidence=Confidence.MEDIUM,
    )
    report = json.loads(to_json(reported(found)))
    assert set(report) >= {"schema", "version", "target", "site", "summary", "duration_s", "checks"}
    assert report["schema"] == "authproof.report/1"
    assert report["target"] == {"kind": "wsgi", "name": "app:create_app", "stack": {"flask": "3.1.3"}}
    assert report["site"] == {
        "login": "/login",
        "register": "/register",
        "logout": "/logout",
        "protected": ["/dashboard"],
    }
    assert report["summary"] == {
        "passed": 0,
        "failed": 1,
        "not-applicable": 0,
        "inconclusive": 0,
        "errored": 0,
        "exit": 1,
    }


def test_a_check_in_json_has_its_references_and_findings():
    """What it is, how it ended, and each finding with place, evidence and a way to see it again."""
    found = finding(
        "it leaves",
        evidence=answered(("Location", "//evil.test")),
        location=CodeLocation("app.py", 3),
        cause="guard",
    )
    (check,) = json.loads(to_json(reported(found)))["checks"]
    keys = ("check", "outcome", "severity", "cwe", "asvs", "wstg", "cause", "reason", "notes")
    assert {key: check[key] for key in keys} == {
        "check": "open-redirect",
        "outcome": "failed",
        "severity": "high",
        "cwe": [601],
        "asvs": ["3.7.2"],
        "wstg": ["CLNT-04"],
        "cause": "guard",
        "reason": None,
        "notes": [],
    }
    (told,) = check["findings"]
    assert set(told) >= {"message", "severity", "confidence", "location", "evidence", "replay"}
    assert (told["severity"], told["confidence"], told["location"]) == (
        "high",
        "high",
        {"file": "app.py", "line": 3},
    )


def test_evidence_in_json_keeps_repeated_headers_and_odd_bytes():
    """Headers are pairs; a body is text where it is text and base64 where it is not."""
    texts, odd = (
        answered(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), body="é".encode()),
        answered(body=b"\xff\x00"),
    )
    report = json.loads(to_json(reported(finding("x", evidence=(texts, odd, "7 calls")))))
    first, second, third = report["checks"][0]["findings"][0]["evidence"]
    assert first["response"]["headers"] == [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]]
    assert (first["response"]["body"], second["response"]["body_base64"]) == ("é", "/wA=")
    assert (third["note"], third["request"], third["response"]) == ("7 calls", None, None)


@given(st.text(), st.binary(max_size=50))
def test_any_evidence_is_valid_ascii_json(text, body):
    """Whatever a target writes, a strict reader can read the report."""
    found = finding(text or "x", evidence=answered(("X", text), body=body))
    report = json.loads(to_json(reported(found, reason=text)).encode("ascii"))
    assert report["checks"][0]["findings"][0]["evidence"][0]["response"]["headers"] == [["X", text]]


@given(st.text(min_size=1) | st.just(HOSTILE))
def test_a_terminal_obeys_nothing_that_a_target_writes(text):
    """Escape sequences, NULs, direction marks and line tricks are spelled out, everywhere in the report."""
    shown = printed(hostile_report(text))
    assert not [
        char
        for char in shown
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char != "\n"
    ]


def test_hostile_text_is_shown_and_not_swallowed():
    """What was there can be read, markup as it was written."""
    shown = printed(hostile_report(HOSTILE)).replace("\n", "")
    assert "\\x1b]0;owned\\x07\\x1b[2Jred\\x00\\x9b31m\\u202egpj.exe" in shown
    assert "[bold]x[/bold][/nothing]" in shown


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_plain_text_stays_as_it_is(text):
    """Letters of every script are letters."""
    assert visible(text) == text


def test_the_terminal_tells_the_worst_first_with_place_and_remedy():
    """Severity, promise, message, evidence, place, how to see it again and how to fix it."""
    exchange = answered(("Location", "//evil.test"), status=302)
    shown = printed(reported(finding("it leaves", evidence=exchange, location=CodeLocation("app.py", 3))))
    wanted = [
        "HIGH",
        "open-redirect",
        "CWE-601",
        "Whoever logs in stays here.",
        "it leaves",
        "GET /login",
        "302  Location: //evil.test",
        "app.py:3",
        "--only open-redirect",
        "authproof checks open-redirect",
        "1 failed",
    ]
    assert [word for word in wanted if word not in shown] == []
    assert [shown.index(word) for word in wanted] == sorted(shown.index(word) for word in wanted)


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE, Outcome.ERRORED])
def test_what_was_not_decided_says_why(outcome):
    """Silence would read as a pass."""
    shown = printed(reported(outcome=outcome, reason="Trace:\n  line\nValueError: the page was empty"))
    assert f"1 {outcome.value}" in shown
    assert "ValueError: the page was empty" in shown


def test_many_findings_are_counted_not_listed():
    """The first three, then how many more."""
    shown = printed(reported(*(finding(f"way {number}", evidence="x") for number in range(5))))
    assert ("way 2" in shown, "way 3" in shown, "and 2 more" in shown) == (True, False, True)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_a_replay_is_one_safe_shell_command(name):
    """A target's name with spaces or semicolons stays one word."""
    assert shlex.split(replay_command(reported(name=name), "open-redirect")) == [
        "authproof",
        "audit",
        name,
        "--only",
        "open-redirect",
    ]


def test_the_same_report_is_told_the_same_twice():
    """Nothing of the clock or of a set's order is in the text."""
    report = hostile_report("x")
    assert (to_json(report), printed(report)) == (to_json(report), printed(report))
    assert Severity.HIGH.word in to_json(report)
