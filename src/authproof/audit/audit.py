"""One audit: load the target, discover, control, run every check in a child of its own, gather the report."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from authproof import __version__
from authproof.audit.guests import traffic_of, traffic_words
from authproof.audit.interruption import AuditInterrupted, unfinished
from authproof.audit.judging import idle_words
from authproof.audit.replays import proven, unproven
from authproof.audit.stage import Effort, Job, Prepared, prepare, run_check, seek_features
from authproof.audit.telling import result_of, site_map, target_facts
from authproof.audit.wire import prepare_remote, run_remote_check, tidy_up, uses_up
from authproof.checks import Check, catalogue, find_check
from authproof.client import chromium
from authproof.client.browser_host import BrowserAccess, hosted
from authproof.errors import Interrupted, TargetError
from authproof.findings import (
    Acceptance,
    CheckResult,
    Outcome,
    Policy,
    Report,
    Severity,
    Traffic,
)
from authproof.site import FEATURE_KINDS, Features, Site, Wishes
from authproof.target import Bounds, TargetProcess, TargetSpec
from authproof.target.messages import Call, Returned
from authproof.visitor import Body

# How much longer an audit of a URL may take for the same.
_SLOWER = 4
Watcher = Callable[[str, Outcome | None], None]


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What the user asked for. `jobs` 0 takes every core; limits are in seconds; `trace` names a folder that exists.

    `body` is the one in which the checks' people act. `browser_host` is where a Chromium can be asked for that
    several audits share (`client.browser_host.hosted`); empty for one of the audit's own. `bounds` are for a URL.
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
    browser_host: str = ""
    body: Body = "wsgi"
    bounds: Bounds = field(default_factory=Bounds)
    load_limit: float = 30.0
    discovery_limit: float = 90.0
    check_limit: float = 90.0


class AuditSession:
    """A target that was loaded, understood and controlled, in which checks run, each in a child of its own.

    `watch(text, None)` hears what is being tried, `watch(slug, outcome)` hears of each check that ended; `efforts`
    says what each took.
    """

    def __init__(self, options: AuditOptions, watch: Watcher = lambda _what, _outcome: None) -> None:
        """Prepare; nothing runs before the context is entered."""
        self.options, self._watch = options, watch
        self.efforts: dict[str, Effort] = {}
        self._start, self._seen, self._open = time.perf_counter(), set[str](), ExitStack()
        self._traffic: Traffic | None = None

    def __enter__(self) -> Self:
        """Load the target, discover its pages, see that the controls hold.

        Raises:
            TargetError: nothing can be audited.
        """
        with ExitStack() as opening:
            self._process = opening.enter_context(
                TargetProcess(
                    self.options.target,
                    real_hashing=self.options.real_hashing,
                    load_limit=self.options.load_limit,
                    bounds=self.options.bounds,
                    on_progress=lambda text: self._watch(text, None),
                )
            )
            self._watch("target loaded", None)
            self._prepared = self._prepare()
            self._browser = opening.enter_context(_browser_host(self._prepared.site, self.options))
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process of the target and remove all copies; at a URL, delete the people who were made."""
        try:
            if self._is_remote:
                self._tidy_up()
        finally:
            self._open.__exit__(kind, value, trace)

    @property
    def _is_remote(self) -> bool:
        return self.options.target.url is not None

    def _tidy_up(self) -> None:
        """Take away at a URL what the audit has left there, and count what was done in all."""
        call = Call(tidy_up, (self._prepared,), "tidy-up", limit_of(self.options, self.options.check_limit))
        with suppress(TargetError):  # it ended by itself: what is to be told of that has been told
            list(self._process.fork_all([call], 1))  # should it not come to its end, what it did is noted
            trying = "to count the requests"
            self._traffic = self._process.here(traffic_of, trying=trying, time_limit=self.options.load_limit)

    @property
    def site(self) -> Site:
        """What was learned of the target's pages."""
        return self._prepared.site

    def run(self, slugs: Iterable[str], accepted: tuple[Acceptance, ...] = ()) -> Iterator[CheckResult]:
        """Results of these checks as they end; `accepted` goes beside what the policy accepts.

        Raises:
            TargetError: the target's process has ended.
            UsageError: there is no check of that name.
        """
        policy = replace(self.options.policy, acceptances=(*self.options.policy.acceptances, *accepted))
        given = [
            Job(slug, self._prepared, policy, _access(self._browser, slug, self.options), self.options.body)
            for slug in sorted(slugs, key=lambda slug: self._is_shared and uses_up(find_check(slug)))
        ]
        story = run_remote_check if self._is_remote else run_check
        limit = limit_of(self.options, self.options.check_limit)
        calls = [Call(story, (job,), job.slug, limit) for job in given]
        for answer in self._process.fork_all(calls, self._jobs):
            slug = answer.ticket or ""
            if isinstance(answer, Returned):
                self.efforts[slug] = answer.value.effort
                self._seen.update(answer.value.seen)
            result = result_of(find_check(slug), answer, policy, self.options.wishes)
            self._watch(slug, result.outcome)
            yield result

    def with_replays(self, results: dict[str, CheckResult]) -> dict[str, CheckResult]:
        """These results by slug, with the replays alone that were seen to show their findings again.

        At a URL nothing is as it was at the start, so that none can be tried.
        """
        if self._is_remote:
            return results
        return proven(self._process, results, self._jobs, self.options.wishes.password)

    @property
    def _is_shared(self) -> bool:
        """Whether checks would see each other's doings: in files of the app's own, or on a server elsewhere."""
        return self._prepared.writes_files or self._is_remote

    @property
    def _jobs(self) -> int:
        """Checks at a time."""
        return 1 if self._is_shared else self.options.jobs or os.cpu_count() or 1

    def report(self, results: tuple[CheckResult, ...]) -> Report:
        """What these results say together."""
        return Report(
            __version__,
            target_facts(self.options.target, self._prepared),
            site_map(self._prepared.site),
            results,
            exit_code(results, self.options),
            time.perf_counter() - self._start,
            (
                *idle_words(self.options.policy, results),
                *traffic_words(self._traffic),
                *sorted(self._seen),
            ),
            self.options.policy.told(),
            traffic=self._traffic,
        )

    def _prepare(self) -> Prepared:
        options = self.options
        prepared: Prepared = self._process.here(
            prepare_remote if self._is_remote else prepare,
            options.wishes,
            options.policy,
            trying="to find and try the login",
            time_limit=limit_of(options, options.discovery_limit),
        )
        if prepared.site.register is None and not self._is_remote:
            return replace(prepared, site=with_features(self._process, prepared.site, options))
        return prepared


def audit(
    options: AuditOptions, watch: Watcher = lambda _what, _outcome: None
) -> tuple[Report, dict[str, Effort]]:
    """Audit a target; returns the report and what each check took. `watch` is as in `AuditSession`.

    Raises:
        TargetError: nothing could be audited.
        UsageError: an option names a check that does not exist.
        AuditInterrupted: a signal, after some checks had ended; before that it is KeyboardInterrupt as ever.
    """
    slugs = tuple(one.slug for one in chosen_checks(options))
    results: dict[str, CheckResult] = {}
    stop: Interrupted | None = None
    with AuditSession(options, watch) as session:
        try:
            for one in session.run(slugs):
                results[one.check] = one
            results = session.with_replays(results)
        except KeyboardInterrupt as signal:  # kept until the browser and the target's processes have ended
            stop = signal if isinstance(signal, Interrupted) else Interrupted()
            results = unproven(results)
    report = session.report(tuple(results[slug] for slug in slugs if slug in results))
    if stop:
        raise AuditInterrupted(stop, unfinished(report, stop, slugs)) if results else stop
    return report, session.efforts


def chosen_checks(options: AuditOptions) -> tuple[Check, ...]:
    """The checks that are asked for, sorted by slug.

    Raises:
        UsageError: an option names a check that does not exist.
    """
    for slug in (*options.only, *options.skip):
        find_check(slug)
    return tuple(
        one
        for one in catalogue()
        if (not options.only or one.slug in options.only) and one.slug not in options.skip
    )


def limit_of(options: AuditOptions, limit: float) -> float:
    """A time limit in seconds: over the network everything takes longer, and waits for its turn besides."""
    return limit * _SLOWER if options.target.url else limit


def with_features(process: TargetProcess, site: Site, options: AuditOptions) -> Site:
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


def _access(host: str, slug: str, options: AuditOptions) -> BrowserAccess:
    return BrowserAccess(host, str(Path(options.trace, slug)) if options.trace else "")


def _browser_host(site: Site, options: AuditOptions) -> AbstractContextManager[str]:
    """What starts Chromium when a check asks for it; an empty address where none is wanted."""
    wanted = options.browser and not chromium.switched_off()
    if not wanted or options.browser_host:
        return nullcontext(options.browser_host if wanted else "")
    return hosted(urlsplit(site.base).port or 80)
