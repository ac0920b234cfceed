"""How the apps of this folder are audited: with which account, by which policy, and what stands in their tables."""

import ast
from pathlib import Path

from authproof.audit import AuditOptions, audit
from authproof.findings import Outcome, Policy, Report
from authproof.site import Wishes
from authproof.target import parse_target

HERE = Path(__file__).parent
# Each right app, and the module of its planted defects.
STYLES = {"konto": "planted_konto", "django_site": "planted_django", "json_api": "planted_json"}
# In the last two, people see each other's names by intent; in the first nobody can register.
ERIKA = Wishes(username="erika.muster", password="siebzehn blaue Fahrräder")


def planted(module: str) -> dict[str, tuple[str, ...]]:
    """The table of a module: the name of each defect, and the checks that it breaks."""
    for node in ast.parse((HERE / f"{module}.py").read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PLANTED":
            return ast.literal_eval(node.value)
    raise LookupError(module)


def judge(style: str, attribute: str = "", only: tuple[str, ...] = ()) -> Report:
    """Audit the right app, or one of its defects."""
    file = HERE / f"{STYLES[style] if attribute else style}.py"
    target = parse_target(f"{file}:{attribute}" if attribute else str(file))
    seeded = style == "konto"
    policy = Policy(public_names=not seeded)
    return audit(AuditOptions(target, ERIKA if seeded else Wishes(), policy, only))[0]


def red(report: Report) -> set[str]:
    """The checks that failed."""
    return {one.check for one in report.results if one.outcome is Outcome.FAILED}


def undecided(report: Report) -> list[tuple[str, str | None]]:
    """The checks that came to no verdict, and why."""
    without = {Outcome.ERRORED, Outcome.INCONCLUSIVE}
    return [(one.check, one.reason) for one in report.results if one.outcome in without]
