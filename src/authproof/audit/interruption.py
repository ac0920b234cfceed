"""An audit that a signal ended: what is finished is told, and that it is not all."""

from dataclasses import replace

from authproof.errors import Interrupted
from authproof.findings import Report


class AuditInterrupted(Interrupted):
    """A signal ended the audit after some checks; `report` tells of these."""

    def __init__(self, stop: Interrupted, report: Report) -> None:
        """Keep what is finished."""
        super().__init__(stop.number)
        self.report = report


def unfinished(report: Report, stop: Interrupted, chosen: tuple[str, ...]) -> Report:
    """The report of the checks that had ended, which says which of the chosen ones are missing."""
    ended = [one.check for one in report.results]
    missing = ", ".join(slug for slug in chosen if slug not in ended) or "none"
    said = f"interrupted when {len(ended)} of {len(chosen)} checks had ended; not tried: {missing}"
    return replace(report, exit_code=stop.exit_code, notes=(said, *report.notes), interrupted=True)
