"""From a verdict to a result: severities stamped, secrets hidden, accepted findings set apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from authproof.audit.stage import Ran
from authproof.findings import Acceptance, CheckResult, Finding, Outcome, Policy, Severity
from authproof.findings.redaction import Redaction


def judged(blank: CheckResult, ran: Ran, policy: Policy, hidden: tuple[str, ...]) -> CheckResult:
    """The result of a check that ran: findings that stand, findings that are accepted, and notes.

    `hidden` are secrets of the user's, beside those of the target that the run itself names.
    """
    hide = Redaction([*ran.secrets, *hidden])
    stamped = [hide.finding(_stamped(one, blank.severity)) for one in ran.verdict.findings]
    notes = [one for one in stamped if one.severity is Severity.INFO]
    words = {one: _word(blank.check, one, policy) for one in stamped if one not in notes}
    standing = tuple(one for one, word in words.items() if word is None)
    return replace(
        blank,
        outcome=_outcome(ran, standing),
        severity=max((one.severity for one in standing if one.severity is not None), default=blank.severity),
        findings=standing,
        notes=tuple(one.message for one in notes),
        accepted=tuple(f"{one.message} (accepted: {word.reason})" for one, word in words.items() if word),
        reason=hide.text(ran.verdict.reason) if ran.verdict.reason else None,
        duration_s=ran.effort.total_s,
    )


def idle_words(policy: Policy, results: tuple[CheckResult, ...]) -> Iterator[str]:
    """Acceptances that have expired, or that nothing needs any more."""
    accepted = {result.check: bool(result.accepted) for result in results}
    for word in policy.acceptances:
        if word.until < today():
            yield f"the acceptance of {word.check} ended on {word.until.isoformat()}"
        elif accepted.get(word.check) is False:
            yield f"the acceptance of {word.check} is no longer needed: nothing was found that it covers"


def today() -> date:
    """The date by which acceptances expire."""
    return datetime.now(UTC).date()


def _outcome(ran: Ran, standing: tuple[Finding, ...]) -> Outcome:
    if ran.verdict.outcome is not Outcome.FAILED or standing:
        return ran.verdict.outcome
    return Outcome.PASSED if ran.verdict.reason is None else Outcome.INCONCLUSIVE


def _stamped(found: Finding, severity: Severity) -> Finding:
    return replace(found, severity=severity if found.severity is None else found.severity)


def _word(check: str, found: Finding, policy: Policy) -> Acceptance | None:
    return next((word for word in policy.acceptances if word.covers(check, found, today())), None)
