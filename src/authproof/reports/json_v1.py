"""The report as JSON, version 1, by `report.schema.json` beside this file: fields are added, never renamed."""

import base64
import json
from dataclasses import asdict
from typing import Any

from authproof.exchange import Exchange, Headers
from authproof.findings import CheckResult, Evidence, Finding, Outcome, Report, Traffic
from authproof.reports.bounds import bounded
from authproof.reports.outline import severity_of
from authproof.reports.replay import replay_command, replay_script


def to_json(report: Report) -> str:
    """The whole report as indented JSON with a newline at its end."""
    return json.dumps(_report(bounded(report)), indent=2, ensure_ascii=True) + "\n"


def _report(report: Report) -> dict[str, Any]:
    summary: dict[str, int] = {outcome.value: report.count(outcome) for outcome in Outcome}
    return {
        "schema": "authproof.report/1",
        "version": report.version,
        "target": {
            "kind": report.target.kind,
            "name": report.target.name,
            "stack": dict(report.target.stack),
            "source": report.target.source,
            "root": report.target.root,
        },
        "site": {
            "login": report.site.login,
            "register": report.site.register,
            "logout": report.site.logout,
            "protected": list(report.site.protected),
        },
        "summary": summary | {"exit": report.exit_code},
        "duration_s": round(report.duration_s, 3),
        "interrupted": report.interrupted,
        "notes": list(report.notes),
        "policy": {name: {"value": value, "source": source} for name, value, source in report.policy},
        **_traffic(report.traffic),
        "checks": [_check(report, result) for result in report.results],
    }


def _traffic(traffic: Traffic | None) -> dict[str, Any]:
    """What is told of a URL target alone."""
    if traffic is None:
        return {}
    users = [{"name": one.name, "email": one.email, "removed": one.removed} for one in traffic.users]
    return {
        "requests": {"sent": traffic.requests, "budget": traffic.budget, "pace": traffic.pace},
        "users": users,
    }


def _check(report: Report, result: CheckResult) -> dict[str, Any]:
    causes = [found.cause for found in result.findings if found.cause]
    return {
        "check": result.check,
        "outcome": result.outcome.value,
        "severity": result.severity.word,
        "title": result.title,
        "cwe": list(result.cwe),
        "asvs": list(result.asvs),
        "wstg": list(result.wstg),
        "cause": causes[0] if causes else None,
        "reason": result.reason,
        "notes": list(result.notes),
        "accepted": list(result.accepted),
        "remedy": result.remedy,
        "duration_s": round(result.duration_s, 3),
        "findings": [_finding(report, result, found) for found in result.findings],
    }


def _finding(report: Report, result: CheckResult, found: Finding) -> dict[str, Any]:
    return {
        "message": found.message,
        "severity": severity_of(result, found).word,
        "confidence": found.confidence.value,
        "cause": found.cause,
        "location": {"file": found.location.file, "line": found.location.line} if found.location else None,
        "evidence": [_evidence(piece) for piece in found.evidence],
        "replay": (report.target.kind == "http" and replay_script(report, result, found))
        or replay_command(report, result.check),
        "steps": asdict(found.replay) if found.replay else None,
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    exchange = piece.exchange
    told = {"note": piece.note, "request": _request(exchange), "response": _response(exchange)}
    if piece.screenshot:
        told["screenshot"] = {
            "type": "image/jpeg",
            "base64": base64.b64encode(piece.screenshot).decode("ascii"),
        }
    return told


def _request(exchange: Exchange | None) -> dict[str, Any] | None:
    if exchange is None:
        return None
    request = exchange.request
    return {
        "method": request.method,
        "url": request.url,
        "headers": _pairs(request.headers),
        **_body(request.body),
    }


def _response(exchange: Exchange | None) -> dict[str, Any] | None:
    if exchange is None:
        return None
    response = exchange.response
    return {
        "status": response.status,
        "headers": _pairs(response.headers),
        **_body(response.body),
        "crash": exchange.crash,
    }


def _pairs(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _body(body: bytes) -> dict[str, str]:
    """Text where it is text, base64 where it is not."""
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(body).decode("ascii")}
