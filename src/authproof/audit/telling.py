"""What an audit saw, in the words of the report: the target, its pages, how a check ended."""

from dataclasses import replace
from pathlib import Path

from authproof.audit.judging import judged
from authproof.audit.stage import Prepared
from authproof.checks import HEADINGS, Check
from authproof.findings import CheckResult, Outcome, Policy, SiteMap, TargetFacts
from authproof.site import Site, Wishes
from authproof.target import TargetSpec
from authproof.target.messages import Died, Raised, Returned


def target_facts(target: TargetSpec, prepared: Prepared) -> TargetFacts:
    """What was audited, and where its source lies."""
    here = Path.cwd()
    # The folder above us that is a repository, as a code host counts the paths of its files; or our own.
    root = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return TargetFacts(
        "http" if target.url else "wsgi", target.text, prepared.stack, prepared.source, str(root)
    )


def site_map(site: Site) -> SiteMap:
    """The pages, as the report names them."""
    return SiteMap(
        site.login.form.path,
        site.register.form.path if site.register else None,
        (site.logout.action or site.logout.path) if site.logout else None,
        site.protected,
    )


def result_of(check: Check, answer: Returned | Raised | Died, policy: Policy, wishes: Wishes) -> CheckResult:
    """The result of a check, whatever its process has answered."""
    blank = CheckResult(
        check.slug,
        Outcome.ERRORED,
        check.severity,
        check.cwe,
        check.asvs,
        check.wstg,
        title=check.promise,
        remedy=check.section("How to fix it in Flask"),
        page=tuple((heading, check.section(heading)) for heading in HEADINGS),
    )
    if isinstance(answer, Died):
        return replace(blank, reason=f"the check's process was {answer.how}")
    if isinstance(answer, Raised):
        return replace(blank, reason=answer.trace or str(answer.error))
    return judged(blank, answer.value, policy, (wishes.password or "",))
