"""What depends on the app and not on the standard: thresholds, and findings accepted with a reason."""

from dataclasses import dataclass, field, fields
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
    number that must never be evaluated (NIST 800-63B-4, 3.2.2). Times are in seconds: `lock_limit` after which
    a lock must have ended (WSTG-ATHN-03), `idle_limit` and `absolute_limit` of a session and `remember_limit`
    of a remember cookie (NIST 800-63B-4, 2.1.3), `reset_limit` of a reset link (WSTG-ATHN-09).
    `session_limit` is the most parallel sessions, 0 for any number.

    The switches say what the app's surroundings do: `public_names` that who has an account is no secret,
    `tls_at_proxy` that another server in front terminates TLS and sends HSTS, `throttled_at_proxy` that it limits
    attempts, `host_at_proxy` that it fixes the Host header, `embedded` that other sites may frame the pages,
    `test_config` that the configuration is meant for tests. `redirect_hosts` may be redirected to, `public` are
    paths that are open to everybody by intent.
    """

    minimum_length: int = 8
    recommended_length: int = 15
    failure_limit: int = 10
    failure_bound: int = 100
    lock_limit: int = 31 * 60
    idle_limit: int = 24 * 3600
    absolute_limit: int = 30 * 86400
    remember_limit: int = 30 * 86400
    reset_limit: int = 3600
    session_limit: int = 0
    public_names: bool = False
    tls_at_proxy: bool = False
    throttled_at_proxy: bool = False
    host_at_proxy: bool = False
    embedded: bool = False
    test_config: bool = False
    redirect_hosts: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    acceptances: tuple[Acceptance, ...] = field(default=())

    def told(self) -> tuple[tuple[str, str, str], ...]:
        """Name, value and source of each threshold, as the report shows them."""
        plain = Policy()
        rows = [(one.name, getattr(self, one.name), getattr(plain, one.name)) for one in fields(self)]
        return tuple(
            (
                name.replace("_", "-"),
                _spelled(value),
                "default" if value == default else "[tool.authproof.policy]",
            )
            for name, value, default in rows
            if name != "acceptances"
        )


def _spelled(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)
