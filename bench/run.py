"""Speed and memory of whole audits, as ratios within one run: `nox -s bench`.

For the reference app and each tutorial it tells how long an audit took, what the password hashing of the logins that
it made would alone have cost (measured in the same run: each real call is timed, each remembered one counted), and
where the time went. Nothing is asserted: a machine's speed is no promise.
"""

import itertools
import os
import resource
import secrets
import statistics
import sys
import time

from rich.console import Console
from rich.table import Table

from authproof.audit import AuditOptions, audit
from authproof.target import TargetProcess, TargetSpec, parse_target
from authproof.target.messages import Call

TARGETS = (
    "app:create_app",
    "examples/blog_login.py",
    "examples/user_authentication.py",
    "examples/mega_tutorial.py",
)
COLUMNS = (
    "target",
    "checks",
    "wall s",
    "requests",
    "hash calls",
    "hashing floor s",
    "wall / floor",
    "in the app",
    "peak MB",
)
FORKS = 50


def spec(text: str) -> TargetSpec:
    """A target with a key of its own."""
    return parse_target(text, (("SECRET_KEY", secrets.token_hex(32)),))


def row(text: str) -> tuple[str, ...]:
    """Audit one target and put its figures together."""
    start = time.perf_counter()
    report, efforts = audit(AuditOptions(spec(text)))
    wall = time.perf_counter() - start
    floor = sum(effort.hashing_floor_s for effort in efforts.values())
    cpu = sum(effort.cpu_s for effort in efforts.values())
    return (
        text,
        str(len(report.results)),
        f"{wall:.1f}",
        str(sum(effort.requests for effort in efforts.values())),
        str(sum(effort.hash_calls for effort in efforts.values())),
        f"{floor:.1f}",
        f"1/{floor / wall:.1f}",
        f"{sum(effort.app_s for effort in efforts.values()) / cpu:.0%}",
        f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}",
    )


def slowest(text: str, count: int = 6) -> list[tuple[str, float]]:
    """The checks that took longest, with their seconds."""
    _, efforts = audit(AuditOptions(spec(text)))
    ranked = sorted(efforts.items(), key=lambda pair: -pair[1].total_s)
    return [(slug, effort.total_s) for slug, effort in ranked[:count]]


def fork_milliseconds() -> float:
    """Median time of one fork with its database copy, the reference app loaded; the call does nothing to speak of."""
    calls = [Call(bool, (), str(number)) for number in range(FORKS)]
    with TargetProcess(spec(TARGETS[0])) as process:
        times = [time.perf_counter()]
        times += [time.perf_counter() for _ in process.fork_all(calls, 1)]
    return 1000 * statistics.median(after - before for before, after in itertools.pairwise(times))


def main() -> None:
    """Print the tables."""
    console = Console(width=140)
    table = Table(*COLUMNS, title=f"Audits on {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for text in TARGETS:
        table.add_row(*row(text))
    console.print(table)
    console.print(f"fork with database copy: {fork_milliseconds():.1f} ms (median of {FORKS})")
    for slug, seconds in slowest(TARGETS[0]):
        console.print(f"  {slug:<36} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
