"""The JSON report says all that was seen, in a fixed shape."""

import json
import shlex

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from authproof.audit import AuditOptions, audit
from authproof.exchange import CodeLocation
from authproof.findings import Confidence, finding
from authproof.reports import to_json
from authproof.reports.replay import replay_command
from authproof.reports.text import visible
from authproof.target import parse_target
from tests.unit.harness.reported import full_report
from tests.unit.harness.schemas import REPORT_SCHEMA
from tests.unit.harness.support import APPS, ROOT, answered, reported


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
    target = {"kind": "wsgi", "name": "app:create_app", "stack": {"flask": "3.1.3"}, "source": "", "root": ""}
    assert report["target"] == target
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


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_plain_text_stays_as_it_is(text):
    """Letters of every script are letters."""
    assert visible(text) == text


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


def keys(value):
    """Every key of a JSON document."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {*(value if isinstance(value, dict) else ()), *(key for part in parts for key in keys(part))}


def test_the_schema_describes_every_field():
    """What the report writes stands in the published schema, but for names that the target chose."""
    told = json.loads(to_json(full_report("plain")))
    jsonschema.validate(told, REPORT_SCHEMA)
    assert keys(told) - {"flask", "idle-limit"} <= keys(REPORT_SCHEMA)


def test_an_audit_keeps_to_the_schema():
    """A real report of a real app, with the places in which its source lies."""
    options = AuditOptions(parse_target(str(APPS / "two_forms.py")), only=("session-replay-after-logout",))
    told = json.loads(to_json(audit(options)[0]))
    jsonschema.validate(told, REPORT_SCHEMA)
    assert (told["target"]["source"], told["target"]["root"]) == (str(APPS / "two_forms.py"), str(ROOT))
