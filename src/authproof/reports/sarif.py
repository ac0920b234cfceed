"""The report as SARIF 2.1.0, for code hosts and editors that show findings at the line.

GitHub takes every result for a finding, whatever its `kind` or its `suppressions` say: so only findings that stand
are results. What held or was accepted is a property of the run, what was not decided a notification.
"""

import base64
import hashlib
import json
import re
from collections import Counter
from urllib.parse import quote

from authproof.exchange import CodeLocation, Exchange, Headers
from authproof.findings import CheckResult, Evidence, Finding, Outcome, Report
from authproof.reports.bounds import bounded
from authproof.reports.evidence import evidence_title, reason_phrase
from authproof.reports.outline import held, severity_of, short_remedy, source_path, undecided
from authproof.reports.sarif_rules import LEVELS, Json, cwe_taxonomy, rule
from authproof.reports.text import visible, visible_lines

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_NOTICED = {Outcome.ERRORED: "error", Outcome.INCONCLUSIVE: "warning", Outcome.NOT_APPLICABLE: "note"}
# What differs between two runs or two versions of the code, and is not what was found: tokens and numbers.
_VOLATILE = re.compile(r"[A-Za-z0-9+/_=.-]*\d[A-Za-z0-9+/_=.-]{15,}|\d+")
_EXIT = {0: "nothing at or above the threshold", 1: "findings", 4: "a check was not decided"}


def to_sarif(report: Report) -> str:
    """The findings as indented JSON with a newline at its end."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(bounded(report))]}
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _run(report: Report) -> Json:
    name = visible(report.target.name)
    return {
        "tool": {
            "driver": {
                "name": "authproof",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": [rule(result) for result in report.results],
                "supportedTaxonomies": [{"name": "CWE", "index": 0}],
            }
        },
        "taxonomies": [cwe_taxonomy(report)],
        "automationDetails": {"id": f"authproof/{name}/"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the root of the repository"}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report),
        "properties": {
            "target": name,
            "held": [result.check for result in held(report)],
            "accepted": [visible(text) for result in report.results for text in result.accepted],
        },
    }


def _ended(report: Report) -> str:
    return "interrupted" if report.interrupted else _EXIT.get(report.exit_code, "nothing was audited")


def _invocation(report: Report) -> Json:
    at = {result.check: index for index, result in enumerate(report.results)}
    notices = [
        {
            "level": _NOTICED[result.outcome],
            "message": {"text": f"{result.check} was {result.outcome}: {visible_lines(result.reason or '')}"},
            "associatedRule": {"id": result.check, "index": at[result.check]},
        }
        for result in undecided(report)
    ]
    return {
        "executionSuccessful": report.exit_code in {0, 1},
        "exitCode": report.exit_code,
        "exitCodeDescription": _ended(report),
        "toolExecutionNotifications": [
            *notices,
            *({"level": "note", "message": {"text": visible(text)}} for text in report.notes),
        ],
    }


def _results(report: Report) -> list[Json]:
    pairs = [
        (index, result, found) for index, result in enumerate(report.results) for found in result.findings
    ]
    seen: Counter[str] = Counter()
    told = []
    for index, result, found in pairs:
        print_ = _fingerprint(report, result, found)
        seen[print_] += 1
        told.append(_result(report, index, result, found, f"{print_}:{seen[print_]}"))
    return told


def _result(report: Report, index: int, result: CheckResult, found: Finding, fingerprint: str) -> Json:
    told: Json = {
        "ruleId": result.check,
        "ruleIndex": index,
        "level": LEVELS[severity_of(result, found)],
        "message": {"text": _message(result, found)},
        "locations": [_location(report, found.location)],
        # The first is the only one that GitHub reads; without it, it would hash the line and its neighbours.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "authproof/v1": fingerprint},
        "codeFlows": [
            {"threadFlows": [{"locations": [_step(report, found, one) for one in found.evidence]}]}
        ],
        "properties": {
            "severity": severity_of(result, found).word,
            "confidence": found.confidence.value,
            "cause": found.cause,
        },
    }
    exchanges = [one.exchange for one in found.evidence if one.exchange]
    return told | (_web(exchanges[-1]) if exchanges else {})


def _message(result: CheckResult, found: Finding) -> str:
    remedy = short_remedy(result)
    return visible(found.message) + (f"\n\nHow to fix it: {visible(remedy)}" if remedy else "")


def _fingerprint(report: Report, result: CheckResult, found: Finding) -> str:
    """The same for the same finding on other days and after other lines have moved."""
    file = _primary(report, found.location).file
    what = (result.check, source_path(report, file), _VOLATILE.sub("*", found.message))
    return hashlib.sha256("\0".join(what).encode()).hexdigest()[:16]


def _step(report: Report, found: Finding, piece: Evidence) -> Json:
    view = piece.exchange.view if piece.exchange else None
    where = _location(report, view or found.location) | {"message": {"text": evidence_title(piece)}}
    return {"location": where} | (_web(piece.exchange) if piece.exchange else {})


def _location(report: Report, location: CodeLocation | None) -> Json:
    where = _primary(report, location)
    file = source_path(report, where.file)
    artifact = {"uri": quote(file), "uriBaseId": _ROOT}
    if file.startswith("/"):
        artifact = {"uri": f"file://{quote(file)}"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": max(1, where.line)}}}


def _primary(report: Report, location: CodeLocation | None) -> CodeLocation:
    """Where a finding stands; one without a place stands in the target's file, for GitHub refuses it otherwise."""
    module, _, _ = report.target.name.partition(":")
    named = module if module.endswith(".py") else f"{module.replace('.', '/')}.py"
    return location if location and location.file else CodeLocation(report.target.source or named, 1)


def _web(exchange: Exchange) -> Json:
    """Request and response as SARIF has them (sections 3.46 and 3.47)."""
    request, response = exchange.request, exchange.response
    protocol = {"protocol": "HTTP", "version": "1.1"}
    asked = {"method": visible(request.method), "target": visible(request.url)}
    answered = {"statusCode": response.status, "reasonPhrase": reason_phrase(response)}
    return {
        "webRequest": protocol | asked | _content(request.headers, request.body),
        "webResponse": protocol | answered | _content(response.headers, response.body),
    }


def _content(headers: Headers, body: bytes) -> Json:
    joined: dict[str, str] = {}
    for (
        name,
        value,
    ) in headers:  # a header that repeats is one property: its values stand on lines of their own
        key = visible(name)
        joined[key] = f"{joined[key]}\n{visible(value)}" if key in joined else visible(value)
    return {"headers": joined} | ({"body": _body(body)} if body else {})


def _body(body: bytes) -> Json:
    try:
        return {"text": visible_lines(body.decode("utf-8"))}
    except UnicodeDecodeError:
        return {"binary": base64.b64encode(body).decode("ascii")}
