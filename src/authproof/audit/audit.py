"""One audit: load the target, discover, control, run every check in a child of its own, gather the report."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from authproof import __version__
from authproof.audit.guests import traffic_of, traffic_words
from authproof.audit.judging import idle_words, judged
from authproof.audit.stage import Effort, Job, Prepared, prepare, run_check, seek_features
from authproof.audit.wire import prepare_remote, run_remote_check, tidy_up, uses_up
from authproof.checks import HEADINGS, Check, catalogue, find_check
from authproof.client import chromium
from authproof.client.browser_host import BrowserAccess, hosted
from authproof.findings import CheckResult, Outcome, Policy, Report, Severity, SiteMap, TargetFacts, Traffic
from authproof.site import FEATURE_KINDS, Features, Site, Wishes
from authproof.target import Bounds, TargetProcess, TargetSpec
from authproof.target.messages import Call, Died, Raised, Returned
from authproof.visitor import Body

# How much longer an audit of a URL may take for the same.
_SLOWER = 4
Watcher = Callable[[str, Outcome | None], None]


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What the user asked for. `jobs` 0 takes every core; limits are in seconds; `trace` names a folder that exists.

    `body` is the one in which the checks' people act, `bounds` are for a URL.
    """

    target: TargetSpec
    wishes: Wishes = field(default_factory=Wishes)
    policy: Policy = field(default_factory=Policy)
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    fail_on: Severity = Severity.LOW
    jobs: int = 0
    strict: bool = False
    real_hashing: bool = False
    browser: bool = True
    trace: str = ""
    body: Body = "wsgi"
    bounds: Bounds = field(default_factory=Bounds)
    load_limit: float = 30.0
    discovery_limit: float = 90.0
    check_limit: float = 90.0


@dataclass(slots=True)
class Gathered:
    """What has come in so far: a result and an effort for each check, and what the target did besides."""

    results: dict[str, CheckResult] = field(default_factory=dict)
    efforts: dict[str, Effort] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def audit(
    options: AuditOptions, watch: Watcher = lambda _what, _outcome: None
) -> tuple[Report, dict[str, Effort]]:
    """Audit a target; returns the report and what each check took.

    `watch(text, None)` hears what is being tried, `watch(slug, outcome)` hears of each check that ended.

    Raises:
        TargetError: nothing could be audited.
        UsageError: an option names a check that does not exist.
    """
    start = time.perf_counter()
    chosen = _chosen(options)
    with TargetProcess(
        options.target,
        real_hashing=options.real_hashing,
        load_limit=options.load_limit,
        bounds=options.bounds,
        on_progress=lambda text: watch(text, None),
    ) as process:
        watch("target loaded", None)
        prepared: Prepared = process.here(
            prepare_remote if options.target.url else prepare,
            options.wishes,
            options.policy,
            trying="to find and try the login",
            time_limit=_limit(options, options.discovery_limit),
        )
        if prepared.site.register is None and not options.target.url:
            prepared = replace(prepared, site=_with_features(process, prepared.site, options))
        gathered = _run(process, prepared, chosen, options, watch)
        traffic = _ended(process, prepared, options) if options.target.url else None
    results = tuple(gathered.results[check.slug] for check in chosen)
    report = Report(
        __version__,
        target_facts(options.target, prepared),
        site_map(prepared.site),
        results,
        exit_code(results, options),
        time.perf_counter() - start,
        (*idle_words(options.policy, results), *traffic_words(traffic), *sorted(gathered.seen)),
        options.policy.told(),
        traffic,
    )
    return report, gathered.efforts


def _limit(options: AuditOptions, limit: float) -> float:
    """A time limit in seconds: over the network everything takes longer, and waits for its turn besides."""
    return limit * _SLOWER if options.target.url else limit


def _ended(process: TargetProcess, prepared: Prepared, options: AuditOptions) -> Traffic:
    """Tidy up at a URL target; what was done there in all."""
    call = Call(tidy_up, (prepared,), "tidy-up", _limit(options, options.check_limit))
    list(process.fork_all([call], 1))  # should it not come to its end, what it did is noted all the same
    told: Traffic = process.here(traffic_of, trying="to count the requests", time_limit=options.load_limit)
    return told


def _with_features(process: TargetProcess, site: Site, options: AuditOptions) -> Site:
    """The site with what it offers beside the login, each kind sought in a child of its own: it spoils the account."""
    found = Features()
    calls = [
        Call(seek_features, (options.wishes, site, kind), kind, options.check_limit) for kind in FEATURE_KINDS
    ]
    for answer in process.fork_all(calls, 1):
        if isinstance(answer, Returned) and answer.ticket:
            found = replace(found, **{answer.ticket: getattr(answer.value, answer.ticket)})
    return replace(site, features=found)


def exit_code(results: tuple[CheckResult, ...], options: AuditOptions) -> int:
    """What the process ends with (DESIGN, section 4)."""
    outcomes = {result.outcome for result in results}
    if Outcome.ERRORED in outcomes or (options.strict and Outcome.INCONCLUSIVE in outcomes):
        return 4
    worst = [result.severity for result in results if result.outcome is Outcome.FAILED]
    return 1 if any(severity >= options.fail_on for severity in worst) else 0


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


def _chosen(options: AuditOptions) -> tuple[Check, ...]:
    for slug in (*options.only, *options.skip):
        find_check(slug)
    return tuple(
        one
        for one in catalogue()
        if (not options.only or one.slug in options.only) and one.slug not in options.skip
    )


def _run(
    process: TargetProcess,
    prepared: Prepared,
    chosen: tuple[Check, ...],
    options: AuditOptions,
    watch: Watcher,
) -> Gathered:
    gathered = Gathered()
    # Checks of an app that keeps things in files of its own, or runs elsewhere, would see each other's: one at a time.
    shared = prepared.writes_files or options.target.url is not None
    jobs = 1 if shared else options.jobs or os.cpu_count() or 1
    with _browser_host(prepared.site, options) as host:
        given = [
            Job(one.slug, prepared, options.policy, _access(host, one, options), options.body)
            for one in sorted(chosen, key=lambda one: shared and uses_up(one))
        ]
        story, limit = (
            run_remote_check if options.target.url else run_check,
            _limit(options, options.check_limit),
        )
        calls = [Call(story, (job,), job.slug, limit) for job in given]
        for answer in process.fork_all(calls, jobs):
            slug = answer.ticket or ""
            if isinstance(answer, Returned):
                gathered.efforts[slug] = answer.value.effort
                gathered.seen.update(answer.value.seen)
            gathered.results[slug] = _result(find_check(slug), answer, options)
            watch(slug, gathered.results[slug].outcome)
    return gathered


def _access(host: str, check: Check, options: AuditOptions) -> BrowserAccess:
    return BrowserAccess(host, str(Path(options.trace, check.slug)) if options.trace else "")


def _browser_host(site: Site, options: AuditOptions) -> AbstractContextManager[str]:
    """What starts Chromium when a check asks for it; an empty address where none is wanted."""
    wanted = options.browser and not chromium.switched_off()
    return hosted(urlsplit(site.base).port or 80) if wanted else nullcontext("")


def _result(check: Check, answer: Returned | Raised | Died, options: AuditOptions) -> CheckResult:
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
    return judged(blank, answer.value, options.policy, (options.wishes.password or "",))
