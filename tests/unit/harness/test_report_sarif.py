"""The SARIF report says to code hosts what GitHub reads, and the same of the same finding on another day."""

import json
from dataclasses import replace

import pytest

from authproof.audit import AuditOptions, audit
from authproof.exchange import CodeLocation, Exchange, Request, Response
from authproof.findings import Outcome, Severity, TargetFacts, finding
from authproof.reports import to_sarif
from authproof.target import parse_target
from tests.unit.harness.reported import full_report
from tests.unit.harness.schemas import SARIF_SCHEMA
from tests.unit.harness.support import EXAMPLES, answered, reported

TARGET = TargetFacts("wsgi", "shop:create_app", (), "/repository/shop/__init__.py", "/repository")


def told(report):
    """The one run of the log."""
    log = json.loads(to_sarif(report))
    SARIF_SCHEMA.validate(log)
    (run,) = log["runs"]
    return run


def result_of(found, target=TARGET, **more):
    """What is told of one finding."""
    (result,) = told(replace(reported(found, **more), target=target))["results"]
    return result


def fingerprint(message, line=1, file="/repository/shop/views.py"):
    found = finding(message, evidence="seen", location=CodeLocation(file, line))
    return result_of(found)["partialFingerprints"]["primaryLocationLineHash"]


def where(location):
    return location["physicalLocation"]["artifactLocation"], location["physicalLocation"]["region"][
        "startLine"
    ]


def test_a_full_report_keeps_to_the_official_schema():
    """Every outcome and every field, by the schema of SARIF 2.1.0."""
    assert told(full_report("plain"))["tool"]["driver"]["name"] == "authproof"


def test_a_rule_has_what_github_shows():
    """Id, name, texts, help, level, severity, and tags as it reads them."""
    report = reported(finding("it leaves", evidence="x"))
    page = (("Why it matters", "Phishing."), ("How to fix it in Flask", "Ask the URL standard."))
    (rule,) = told(replace(report, results=(replace(report.results[0], page=page),)))["tool"]["driver"][
        "rules"
    ]
    assert (rule["id"], rule["name"]) == ("open-redirect", "OpenRedirect")
    assert rule["properties"]["tags"] == ["security", "external/cwe/cwe-601", "wstg/CLNT-04", "asvs/3.7.2"]
    assert (rule["defaultConfiguration"], rule["properties"]["security-severity"]) == (
        {"level": "error"},
        "8.0",
    )
    assert rule["fullDescription"]["text"] == "Whoever logs in stays here.\n\nPhishing."
    assert "## How to fix it in Flask\n\nAsk the URL standard." in rule["help"]["markdown"]
    assert rule["helpUri"].endswith("/601.html")


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.CRITICAL, "error"),
        (Severity.HIGH, "error"),
        (Severity.MEDIUM, "warning"),
        (Severity.LOW, "note"),
    ],
)
def test_the_level_follows_the_severity_of_the_finding(severity, level):
    """What stops a pull request is critical or high."""
    assert result_of(finding("x", evidence="y", severity=severity))["level"] == level


def test_a_place_is_relative_to_the_repository():
    """With forward slashes, escaped, below the root that the reader knows."""
    found = finding("x", evidence="y", location=CodeLocation("/repository/shop/my views.py", 7))
    (location,) = result_of(found)["locations"]
    assert where(location) == ({"uri": "shop/my%20views.py", "uriBaseId": "%SRCROOT%"}, 7)


@pytest.mark.parametrize(
    ("target", "uri"),
    [
        (TARGET, "shop/__init__.py"),
        (replace(TARGET, source=""), "shop.py"),
        (TargetFacts("wsgi", "examples/login.py:app"), "examples/login.py"),
    ],
)
def test_a_finding_without_a_place_stands_in_the_targets_file(target, uri):
    """GitHub refuses a result without a location."""
    (location,) = result_of(finding("x", evidence="y"), target)["locations"]
    assert where(location) == ({"uri": uri, "uriBaseId": "%SRCROOT%"}, 1)


def test_a_place_outside_of_the_repository_is_absolute():
    """A library's file is no path of the repository."""
    found = finding("x", evidence="y", location=CodeLocation("/usr/lib/flask.py", 3))
    (location,) = result_of(found)["locations"]
    assert where(location) == ({"uri": "file:///usr/lib/flask.py"}, 3)


def test_a_fingerprint_survives_what_changes_between_two_runs():
    """Lines move, tokens and figures differ, and the finding is the same."""
    first = fingerprint("token eyJh1bGciOiJIUzI1NiJ9.e30 lives 31 days", line=10)
    assert first == fingerprint("token eyJh7xxxxxxxxxxxxxxx9.abc lives 32 days", line=99)


def test_a_fingerprint_tells_findings_apart():
    """Another message or another file is another finding."""
    one = fingerprint("the session opens /index")
    assert one != fingerprint("the session opens /admin")
    assert one != fingerprint("the session opens /index", file="/repository/shop/other.py")


def test_findings_that_read_the_same_have_fingerprints_of_their_own():
    """Else a code host would show one of them."""
    results = told(full_report("plain", count=3))["results"]
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in results}) == 3


def test_the_evidence_is_a_flow_through_the_views():
    """Each exchange is a step at the line of the view that answered, with request and response."""
    exchange = Exchange(
        Request("GET", "http://localhost/in", (), b"a=1"),
        Response(302, (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")), b"\xff"),
        view=CodeLocation("/repository/shop/views.py", 5),
    )
    place = CodeLocation("/repository/shop/auth.py", 9)
    result = result_of(finding("x", evidence=("30 days later", exchange), location=place))
    words, step = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert words["location"]["message"]["text"] == "30 days later"
    assert (step["location"]["message"]["text"], where(step["location"])[1]) == ("GET /in → 302", 5)
    assert step["webRequest"]["body"] == {"text": "a=1"}
    assert (step["webResponse"]["headers"], step["webResponse"]["body"]) == (
        {"Set-Cookie": "a=1\nb=2"},
        {"binary": "/w=="},
    )
    assert (result["webRequest"], result["webResponse"]) == (step["webRequest"], step["webResponse"])


def test_only_findings_are_results():
    """GitHub would raise an alarm for a promise that held: what held is a property of the run."""
    run = told(reported(outcome=Outcome.PASSED))
    assert (run["results"], run["properties"]["held"]) == ([], ["open-redirect"])


@pytest.mark.parametrize(
    ("outcome", "level"),
    [(Outcome.ERRORED, "error"), (Outcome.INCONCLUSIVE, "warning"), (Outcome.NOT_APPLICABLE, "note")],
)
def test_what_was_not_decided_is_a_notification(outcome, level):
    """It says which check, and why."""
    (invocation,) = told(reported(outcome=outcome, reason="no form"))["invocations"]
    (notice,) = invocation["toolExecutionNotifications"]
    assert (notice["level"], notice["associatedRule"]["id"]) == (level, "open-redirect")
    assert notice["message"]["text"] == f"open-redirect was {outcome.value}: no form"


@pytest.mark.parametrize(("code", "successful"), [(0, True), (1, True), (4, False)])
def test_the_exit_code_is_told(code, successful):
    """Findings are a success of the tool, an incomplete audit is none."""
    (invocation,) = told(replace(reported(finding("x", evidence=answered())), exit_code=code))["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (code, successful)


def test_two_audits_of_one_app_give_the_same_fingerprints():
    """Tokens, cookies and times differ between them."""
    slugs = ("session-replay-after-logout", "cookie-secure-missing", "csp-weak")
    options = AuditOptions(parse_target(str(EXAMPLES / "user_authentication.py")), only=slugs)
    first, second = (
        [one["partialFingerprints"] for one in told(audit(options)[0])["results"]] for _ in range(2)
    )
    assert first == second
    assert len(first) >= len(slugs)
