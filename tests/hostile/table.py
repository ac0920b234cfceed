"""How each way to misbehave ends, as docs/hostile-targets.md: `nox -s hostile_table`."""

import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from authproof.audit import audit
from authproof.audit.audit import AuditSession
from authproof.errors import TargetError
from tests.hostile.server import MODES, serving
from tests.hostile.test_unruly import PATIENCE_S, outcomes
from tests.hostile.test_wire import CHECKS, PATIENT, options
from tests.hostile.unruly import HARMLESS, WAYS
from tests.security.apps.two_forms import create_app

PAGE = Path(__file__).parents[2] / "docs" / "hostile-targets.md"
HEAD = """# Hostile targets

<!-- Made by `nox -s hostile_table`. -->

What a target may do to its auditor, and how that ends. None of it crashes or hangs authproof, and no check passes
that was not tried: `nox -s hostile` holds that, as a part of the gate.

"""
WIRE = """## On the wire

A server that answers every request so from the start (an answer has half a second, discovery eight), and one that is
well until the pages are learned and then answers every check so (an answer has two seconds, a check twelve).

| it | from the start | to two checks |
|---|---|---|
"""
PROCESS = """
## In its own process

An app that does this with the first request of each check (what spoils the process) or with every one (what ends it).
Each of two checks has six seconds.

| it | two checks |
|---|---|
"""


def from_the_start(mode: str) -> str:
    """The title of the one error."""
    with serving() as server:
        server.mode = mode
        try:
            audit(options(server.url))
        except TargetError as error:
            return f"{error.title}: {shown(error.seen)}"
    return "an audit"


def to_checks(mode: str) -> str:
    """Outcome and reason of each check."""
    app = create_app(Path(tempfile.mkdtemp(), "people.db"))
    with serving(app) as server, AuditSession(options(server.url, **PATIENT)) as session:
        server.mode = mode
        return "; ".join(sorted({f"{one.outcome}: {shown(one.reason or '')}" for one in session.run(CHECKS)}))


def in_process(way: str) -> str:
    """The outcomes."""
    try:
        return ", ".join(sorted(outcomes(way, PATIENCE_S if way in HARMLESS else 6.0)))
    except TargetError as error:
        return f"{error.title}: {shown(error.seen)}"


def shown(text: str) -> str:
    """One line of plain text that a table can hold."""
    line = "".join(char if char.isprintable() else " " for char in (text.splitlines() or [""])[-1])
    return line[:120].replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


def main() -> None:
    """Try all of them, some at a time: they wait more than they work."""
    with ProcessPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
        starts, checks = pool.map(from_the_start, MODES), pool.map(to_checks, MODES)
        wire = [
            f"| {mode} | {first} | {second} |\n"
            for mode, first, second in zip(MODES, starts, checks, strict=True)
        ]
        process = [
            f"| {way} | {told} |\n" for way, told in zip(WAYS, pool.map(in_process, WAYS), strict=True)
        ]
    PAGE.write_text(HEAD + WIRE + "".join(wire) + PROCESS + "".join(process), encoding="utf-8")


if __name__ == "__main__":
    main()
