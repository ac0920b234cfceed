"""What a real browser costs: an audit with and without it, and a login by typing beside the same login without one.

Nothing is asserted: a machine's speed is no promise.
"""

import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from authproof.audit import AuditOptions, audit
from authproof.audit.stage import client_of, prepare
from authproof.client.browser_host import BrowserAccess, hosted
from authproof.findings import Policy
from authproof.site import AccountMaker, Wishes
from authproof.target import TargetProcess, parse_target
from authproof.target.inside import Inside
from authproof.visitor import Body, Scene, Visitor, embodied

TARGET = parse_target("app:create_app", (("SECRET_KEY", secrets.token_hex(32)),))
BODIES: tuple[tuple[str, Body], ...] = (
    ("in process", "wsgi"),
    ("over a socket", "http"),
    ("by typing in Chromium", "chromium"),
)
LOGINS = 15


def audit_row(*, browser: bool) -> tuple[str, str, str]:
    """One audit of the reference app: with or without, its seconds, and how many promises it decided."""
    start = time.perf_counter()
    report, _ = audit(AuditOptions(TARGET, browser=browser))
    seconds = time.perf_counter() - start
    decided = sum(result.outcome.value in {"passed", "failed"} for result in report.results)
    return "with a browser" if browser else "without", f"{seconds:.1f}", str(decided)


def login_medians(inside: Inside, host: str) -> dict[str, float]:
    """Milliseconds of a login by somebody who was never here before, in each body; called in the target's process."""
    ready = prepare(inside, Wishes(), Policy())
    people, access = AccountMaker("bench"), BrowserAccess(host)
    scene = Scene(
        client_of(inside), ready.site, Policy(), people, ready.user, ready.other, inside, browser=access
    )
    return {name: median_ms(scene, body) for name, body in BODIES}


def median_ms(scene: Scene, body: Body) -> float:
    """The median of some logins; to sit down at the browser does not count."""
    with embodied(scene, body) as stage:
        return 1000 * statistics.median(seconds(visitor.log_in) for visitor in newcomers(stage))


def newcomers(scene: Scene) -> Iterator[Visitor]:
    """People with fresh browsers, one after the other."""
    for _ in range(LOGINS):
        yield scene.visitor()


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Print the tables."""
    console = Console(width=100)
    audits = Table("audit", "wall s", "promises decided", title=f"app:create_app on {os.cpu_count()} cores")
    for browser in (False, True):
        audits.add_row(*audit_row(browser=browser))
    console.print(audits)
    logins = Table("a login", "ms", title=f"median of {LOGINS}, Python {sys.version.split()[0]}")
    with hosted(80) as host, TargetProcess(TARGET) as process:
        medians = process.here(login_medians, host, trying="to log in", time_limit=120)
    for name, value in medians.items():
        logins.add_row(name, f"{value:.0f}")
    console.print(logins)


if __name__ == "__main__":
    main()
