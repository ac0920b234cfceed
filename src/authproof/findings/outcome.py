"""The five ways in which a check can end."""

from dataclasses import dataclass
from enum import StrEnum

from authproof.findings.finding import Finding


class Outcome(StrEnum):
    """A pass means that the promise was tried and held; what was not tried says so."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    INCONCLUSIVE = "inconclusive"
    ERRORED = "errored"


class NotApplicable(Exception):  # noqa: N818 - an outcome raised to end a check, not an error
    """Ends a check: the target lacks the feature; the reason names the feature that was looked for."""


class Inconclusive(Exception):  # noqa: N818 - an outcome raised to end a check, not an error
    """Ends a check: a control misbehaved or a page was not understood; the reason says what was seen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one check ended, as its child process reports it. `reason` is set unless it passed or failed."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
