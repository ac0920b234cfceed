"""The marker `authproof_accept`: a team's word that it knows of a finding, set on the check's item."""

from datetime import date

import pytest

from authproof.findings import Acceptance, Severity


def acceptances(item: pytest.Item) -> tuple[Acceptance, ...]:
    """What the markers of a check say; ends the test where one cannot be read."""
    try:
        return tuple(_accepted(item.name, **mark.kwargs) for mark in item.iter_markers("authproof_accept"))
    except (TypeError, ValueError, KeyError) as error:
        pytest.fail(
            "The marker authproof_accept is not understood\n"
            f"  tried: to read what is accepted of {item.name}\n"
            f"  seen:  {error}\n"
            '  do:    pytest.mark.authproof_accept(reason="why", until="2027-12-31"), and up_to="low" if you like',
            pytrace=False,
        )


def _accepted(check: str, *, reason: str, until: date | str, up_to: str = "critical") -> Acceptance:
    last = until if isinstance(until, date) else date.fromisoformat(until)
    return Acceptance(check, reason, last, Severity.of(up_to))
