"""Scripts that show findings again are tried before they are handed out: each on a target as it was at the start."""

import os
from collections.abc import Iterator
from dataclasses import replace

from authproof.findings import CheckResult, Finding
from authproof.replay import script_of
from authproof.target import TargetProcess
from authproof.target.inside import Inside
from authproof.target.messages import Call, Returned

# Seconds for one script, and of how many findings of a check they are tried.
_LIMIT_S, _MOST = 20.0, 5


def proven(
    process: TargetProcess, results: dict[str, CheckResult], jobs: int, password: str | None
) -> dict[str, CheckResult]:
    """The results with those replays alone whose scripts were seen to fail on the target."""
    calls = [
        Call(fails, (script_of(found.replay, slug), password), f"{slug} {number}", _LIMIT_S)
        for slug, result in results.items()
        for number, found in enumerate(result.findings[:_MOST])
        if found.replay
    ]
    shown = {
        answer.ticket
        for answer in process.fork_all(calls, jobs)
        if isinstance(answer, Returned) and answer.value
    }
    return {slug: replace(result, findings=tuple(_kept(result, shown))) for slug, result in results.items()}


def fails(inside: Inside, script: str, password: str | None) -> bool:
    """Whether the test in a script fails by its assertion on the loaded target, and not by anything else."""
    inside.files.rewind()
    if password:
        os.environ["AUTHPROOF_PASSWORD"] = password
    names: dict[str, object] = {}
    try:
        exec(compile(script, "<replay>", "exec"), names)  # nosec B102 - a script that we have written, every value in it a literal
        next(value for name, value in names.items() if name.startswith("test_"))(inside.app)  # type: ignore[operator]
    except AssertionError:
        return True
    except (Exception, SystemExit):  # noqa: BLE001 - the target's own code, or no Werkzeug beside it
        return False
    return False


def _kept(result: CheckResult, shown: set[str | None]) -> Iterator[Finding]:
    for number, found in enumerate(result.findings):
        yield found if f"{result.check} {number}" in shown else replace(found, replay=None)
