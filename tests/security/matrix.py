"""Every fault against every check: `nox -s matrix`. A fault may turn red only the checks that it names.

All faults take more than an hour, so the rows are kept in docs/matrix.md: `nox -s matrix -- WORD` makes those anew
whose fault's name holds the word, `-- --missing` those that are not there or not exact. Ends with 1 where a fault is
caught by too few or by too many.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome
from authproof.target import parse_target

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "matrix.md"
HEAD = """# Every fault against every check

<!-- Made by `nox -s matrix`, row by row. -->

Each fault is one small defect, planted in the reference app, and audited with all checks. It may turn red the checks
that its file names, and no other: nothing is missed, nothing is also red.

| fault | caught by | missed by | also red | undecided |
|---|---|---|---|---|
"""
CHROMIUM = os.environ.get("AUTHPROOF_CHROMIUM", "")
sys.path.insert(0, str(HERE))

from test_faults import FAULTS, catches, needs_browser, policy  # noqa: E402 - beside this file, whatever the folder we run in


def row(fault: Path) -> str:
    """One line of the table."""
    # What a browser sees besides in the other faults depends on whether there is one.
    os.environ["AUTHPROOF_CHROMIUM"] = CHROMIUM if needs_browser(fault) else "none"
    report, _ = audit(AuditOptions(parse_target(str(fault)), policy=policy(fault)))
    red = {result.check for result in report.results if result.outcome is Outcome.FAILED}
    undecided = {
        result.check for result in report.results if result.outcome in {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    }
    named = set(catches(fault))
    cells = [", ".join(sorted(group)) or "–" for group in (red, named - red, red - named, undecided)]
    return f"| {fault.stem} | {' | '.join(cells)} |"


def is_exact(line: str) -> bool:
    """Whether a row misses nothing and is red nowhere else."""
    return line.split(" | ")[2:4] == ["–", "–"]


def known_rows() -> dict[str, str]:
    """The rows that stand in the table, by their faults; those of faults that are gone left out."""
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in lines if line.startswith("| ")}
    return {fault.stem: rows[fault.stem] for fault in FAULTS if fault.stem in rows}


def chosen(words: Sequence[str], known: dict[str, str]) -> list[Path]:
    """The faults to run: all, those whose names hold a word, or those without an exact row."""
    if "--missing" in words:
        return [fault for fault in FAULTS if not is_exact(known.get(fault.stem, ""))]
    return [fault for fault in FAULTS if not words or any(word in fault.stem for word in words)]


def main() -> None:
    """Run the chosen faults, and write the table anew after each."""
    rows = known_rows()
    for fault in chosen(sys.argv[1:], rows):
        rows[fault.stem] = row(fault)
        print(rows[fault.stem], flush=True)
        TABLE.write_text(HEAD + "\n".join(rows[stem] for stem in sorted(rows)) + "\n")
    sys.exit(0 if all(map(is_exact, rows.values())) and len(rows) == len(FAULTS) else 1)


if __name__ == "__main__":
    main()
