"""What an audit says: severity, finding, outcome, report, and the redaction that all of it goes through."""

from authproof.findings.finding import Confidence, Evidence, Finding, finding, note
from authproof.findings.outcome import Inconclusive, NotApplicable, Outcome, Verdict
from authproof.findings.policy import Acceptance, Policy
from authproof.findings.replay import Replay, Shows
from authproof.findings.report import CheckResult, MadeUser, Report, SiteMap, TargetFacts, Traffic
from authproof.findings.severity import Severity

__all__ = [
    "Acceptance",
    "CheckResult",
    "Confidence",
    "Evidence",
    "Finding",
    "Inconclusive",
    "MadeUser",
    "NotApplicable",
    "Outcome",
    "Policy",
    "Replay",
    "Report",
    "Severity",
    "Shows",
    "SiteMap",
    "TargetFacts",
    "Traffic",
    "Verdict",
    "finding",
    "note",
]
