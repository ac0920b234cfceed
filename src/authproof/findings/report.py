"""All outcomes of one audit: sorted, redacted, complete; all that a reporter gets."""

from dataclasses import dataclass

from authproof.findings.finding import Finding
from authproof.findings.outcome import Outcome
from authproof.findings.severity import Severity


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """What was audited: `kind` is `wsgi` or `http`, `stack` pairs of package and version.

    `source` is the file that was imported and `root` the folder of the repository in which it was audited, both
    absolute; empty where there is none.
    """

    kind: str
    name: str
    stack: tuple[tuple[str, str], ...] = ()
    source: str = ""
    root: str = ""


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The pages that discovery found, as paths; None where there is none."""

    login: str | None = None
    register: str | None = None
    logout: str | None = None
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check's outcome with all that a reader needs beside it.

    `title` is the promise, `page` the check's documentation as pairs of heading and text, `remedy` one of them.
    """

    check: str
    outcome: Outcome
    severity: Severity
    cwe: tuple[int, ...] = ()
    asvs: tuple[str, ...] = ()
    wstg: tuple[str, ...] = ()
    title: str = ""
    remedy: str = ""
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    reason: str | None = None
    duration_s: float = 0.0
    page: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MadeUser:
    """Somebody for whom the registration form of a URL target was sent; `removed` if the account was deleted again."""

    name: str
    email: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Traffic:
    """What an audit of a URL took: requests of how many that were allowed, at how many a second (0: no limit).

    `users` are all whom the registration form was sent for; the site has refused some of them.
    """

    requests: int
    budget: int
    pace: float
    users: tuple[MadeUser, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One audit, told once. `exit_code` follows DESIGN, section 4.

    `interrupted` says that a signal ended the audit: the results are those of the checks that had ended. `traffic`
    is set for a URL.
    """

    version: str
    target: TargetFacts
    site: SiteMap
    results: tuple[CheckResult, ...]
    exit_code: int
    duration_s: float
    notes: tuple[str, ...] = ()
    policy: tuple[tuple[str, str, str], ...] = ()
    interrupted: bool = False
    traffic: Traffic | None = None

    def count(self, outcome: Outcome) -> int:
        """How many checks ended so."""
        return sum(result.outcome is outcome for result in self.results)
