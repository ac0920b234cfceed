"""A claim that a promise is broken; it cannot exist without evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from authproof.exchange import CodeLocation, Exchange
from authproof.findings.replay import Replay
from authproof.findings.severity import Severity


class Confidence(StrEnum):
    """How sure the oracle is: `HIGH` for effects seen, lower for statistics and heuristics."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was seen: an exchange, a figure or a stored value, and in a few words what it shows.

    `screenshot` is what a browser showed, as a JPEG file; empty where none has looked.
    """

    note: str
    exchange: Exchange | None = None
    screenshot: bytes = b""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise. `severity` None takes the severity of the check that found it.

    `replay` tells it again, where a few requests can.
    """

    message: str
    evidence: tuple[Evidence, ...]
    severity: Severity | None = None
    confidence: Confidence = Confidence.HIGH
    location: CodeLocation | None = None
    cause: str | None = None
    replay: Replay | None = None

    def __post_init__(self) -> None:
        """Refuse a claim without evidence."""
        if not self.evidence:
            raise ValueError("a finding cannot exist without evidence")


EvidenceLike = Evidence | Exchange | str


def finding(
    message: str,
    *,
    evidence: EvidenceLike | Iterable[EvidenceLike],
    severity: Severity | None = None,
    confidence: Confidence = Confidence.HIGH,
    location: CodeLocation | None = None,
    cause: str | None = None,
) -> Finding:
    """Make a finding; exchanges and figures are wrapped, the last view that answered is its location."""
    pieces = tuple(_as_evidence(piece) for piece in _listed(evidence))
    views = [piece.exchange.view for piece in pieces if piece.exchange and piece.exchange.view]
    where = location or (views[-1] if views else None)
    return Finding(message, pieces, severity, confidence, where, cause)


def note(
    message: str, *, evidence: EvidenceLike | Iterable[EvidenceLike] = "seen during the check"
) -> Finding:
    """Something worth knowing that breaks no promise: a finding of severity info."""
    return finding(message, evidence=evidence, severity=Severity.INFO)


def _listed(evidence: EvidenceLike | Iterable[EvidenceLike]) -> tuple[EvidenceLike, ...]:
    return (evidence,) if isinstance(evidence, Evidence | Exchange | str) else tuple(evidence)


def _as_evidence(piece: EvidenceLike) -> Evidence:
    if isinstance(piece, Exchange):
        return Evidence("exchange", piece)
    return Evidence(piece) if isinstance(piece, str) else piece
