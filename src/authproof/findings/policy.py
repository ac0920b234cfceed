"""What depends on the app and not on the standard: thresholds, and findings accepted with a reason."""

from dataclasses import dataclass, field
from datetime import date

from authproof.findings.finding import Finding
from authproof.findings.severity import Severity


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A team's word that it knows of a finding: why, up to which severity, and until when."""

    check: str
    reason: str
    until: date
    up_to: Severity = Severity.CRITICAL

    def covers(self, check: str, found: Finding, today: date) -> bool:
        """Whether this word still stands for that finding."""
        severity = Severity.CRITICAL if found.severity is None else found.severity
        return check == self.check and severity <= self.up_to and today <= self.until


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds with their defaults (CATALOGUE, section 4).

    `minimum_length` and `recommended_length` are password lengths in code points (ASVS 6.2.1; NIST 800-63B-4,
    3.1.1.2), `failure_limit` consecutive failures that may be low-risk (WSTG-ATHN-03), `failure_bound` the
    number that must never be evaluated (NIST 800-63B-4, 3.2.2). `public_names` says that who has an account
    is no secret; `tls_at_proxy` that another server in front terminates TLS; `throttled_at_proxy` that it
    limits attempts.
    """

    minimum_length: int = 8
    recommended_length: int = 15
    failure_limit: int = 10
    failure_bound: int = 100
    public_names: bool = False
    tls_at_proxy: bool = False
    throttled_at_proxy: bool = False
    acceptances: tuple[Acceptance, ...] = field(default=())
