"""Scripts that show findings again are tried before they are handed out: each on a target as it was at the start."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

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
        Call(tried, (script_of(found.replay, slug), password), f"{slug} {number}", _LIMIT_S)
        for slug, result in results.items()
        for number, found in enumerate(result.findings[:_MOST])
        if found.replay
    ]
    shown = {
        answer.ticket
        for answer in process.fork_all(calls, jobs)
        if isinstance(answer, Returned) and answer.value == "failed"
    }
    return {slug: replace(result, findings=tuple(_kept(result, shown))) for slug, result in results.items()}


def unproven(results: dict[str, CheckResult]) -> dict[str, CheckResult]:
    """The results without replays: nobody has tried them."""
    return {slug: replace(result, findings=tuple(_kept(result, set()))) for slug, result in results.items()}


def tried(inside: Inside, script: str, password: str | None) -> str:
    """What becomes of the test in a script on the loaded target: `passed`, `failed` by its assertion, or its error."""
    inside.files.rewind()
    if password:
        os.environ["AUTHPROOF_PASSWORD"] = password
    names: dict[str, Any] = {}
    try:
        exec(compile(script, "<replay>", "exec"), names)  # nosec B102 - we have written it, its values are literals
        next(value for name, value in names.items() if name.startswith("test_"))(inside.app)
    except AssertionError:
        return "failed"
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the target's own code, or no Werkzeug beside it
        return f"{type(error).__name__}: {error}"
    return "passed"


def _kept(result: CheckResult, shown: set[str | None]) -> Iterator[Finding]:
    for number, found in enumerate(result.findings):
        yield found if f"{result.check} {number}" in shown else replace(found, replay=None)
