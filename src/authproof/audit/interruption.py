"""An audit that a signal ended: what is finished is told, and that it is not all."""

from authproof.checks import Check
from authproof.errors import Interrupted
from authproof.findings import Report


class AuditInterrupted(Interrupted):
    """A signal ended the audit after some checks; `report` tells of these."""

    def __init__(self, stop: Interrupted, report: Report) -> None:
        """Keep what is finished."""
        super().__init__(stop.number)
        self.report = report


def not_tried(chosen: tuple[Check, ...], ended: tuple[str, ...]) -> str:
    """The report's note on what the signal left untried."""
    missing = [one.slug for one in chosen if one.slug not in ended]
    return f"interrupted when {len(ended)} of {len(chosen)} checks had ended; not tried: {', '.join(missing) or 'none'}"
