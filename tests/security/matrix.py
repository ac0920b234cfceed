"""Every fault against every check: `nox -s matrix`. A fault may turn red only the checks that it names.

Prints the table as Markdown, and ends with 1 where a fault is caught by too few or by too many.
"""

import os
import sys
from pathlib import Path

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome
from authproof.target import parse_target

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("AUTHPROOF_CHROMIUM", "")
sys.path.insert(0, str(HERE))

from test_faults import FAULTS, catches, needs_browser, policy  # noqa: E402 - beside this file, whatever the folder we run in


def row(fault: Path) -> tuple[str, bool]:
    """One line of the table, and whether it is as it should be."""
    # What a browser sees besides in the other faults depends on whether there is one.
    os.environ["AUTHPROOF_CHROMIUM"] = CHROMIUM if needs_browser(fault) else "none"
    report, _ = audit(AuditOptions(parse_target(str(fault)), policy=policy(fault)))
    red = {result.check for result in report.results if result.outcome is Outcome.FAILED}
    undecided = {
        result.check for result in report.results if result.outcome in {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    }
    missed, surplus = set(catches(fault)) - red, red - set(catches(fault))
    cells = [", ".join(sorted(group)) or "–" for group in (red, missed, surplus, undecided)]
    return f"| {fault.stem} | {' | '.join(cells)} |", not (missed or surplus)


def main() -> None:
    """Run all faults, or those whose names hold one of the given words."""
    chosen = [
        fault for fault in FAULTS if not sys.argv[1:] or any(word in fault.stem for word in sys.argv[1:])
    ]
    print("| fault | caught by | missed by | also red | undecided |\n|---|---|---|---|---|", flush=True)
    fine = True
    for fault in chosen:
        line, right = row(fault)
        fine = fine and right
        print(line, flush=True)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
