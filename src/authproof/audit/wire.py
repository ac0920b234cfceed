"""What runs in the process of a URL target: discovery and controls once, then each check in a forked child."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

from authproof.audit.guests import GuestBook, guests, send_off
from authproof.audit.stage import (
    Effort,
    Job,
    Prepared,
    Ran,
    control,
    ended,
    people_of,
    verdict_of,
    with_replays,
)
from authproof.checks import Check, catalogue, find_check
from authproof.client.urls import origin, where_leads
from authproof.client.wire import WireClient, is_throttled
from authproof.errors import TargetError
from authproof.exchange import Request
from authproof.findings import Finding, Inconclusive, Outcome, Policy, Verdict
from authproof.site import Account, AccountMaker, Discovery, Known, Wishes, namings
from authproof.site.trail import Trail
from authproof.target import Remote
from authproof.visitor import Scene

# Default passwords, lock-out, weak passwords, guessable names: the WSTG's tests that take many logins or registrations.
_MANY_TRIES = {"ATHN-02", "ATHN-03", "ATHN-07", "IDNT-04"}
_LOOK = "open the address in a browser, and name the one that it then shows; a slow server needs --answer-limit SECONDS"
# So many are tried who came with an earlier check, where nobody new is let in.
_MOST_KNOWN = 4


def prepare_remote(remote: Remote, wishes: Wishes, policy: Policy, trail: Trail | None = None) -> Prepared:
    """Discover the site, register the first people, and see that the controls hold; as `prepare` does in process.

    Raises:
        TargetError: nothing answers, there is no login that works, or the private page opens without one.
    """
    AccountMaker.namings = namings(remote.run, remote.seed)
    AccountMaker.naming = AccountMaker.namings[0]
    book = GuestBook(remote, "discovery")
    try:
        with WireClient(remote, 0, book.hear) as client:
            prepared = _discovered(client, remote, wishes, policy, book, trail)
    except Inconclusive as reason:
        raise _error(
            remote, "Nothing was audited", str(reason), "allow more requests: --max-requests"
        ) from None
    catalogue()  # imported once here, and not again in every child
    return prepared


def _discovered(
    client: WireClient, remote: Remote, wishes: Wishes, policy: Policy, book: GuestBook, trail: Trail | None
) -> Prepared:
    _need_answer(client, remote)
    discovery = Discovery(
        client, remote.address.base, wishes, remote.tell, known=Known(root=remote.address.root)
    )
    discovery.trail = trail or discovery.trail
    try:
        site = discovery.run()
        book.settle(site)
        people = AccountMaker("control")
        user, other = people_of(client, site, discovery.wishes, people)
        remote.tell("positive controls: log in, see the private page, log out, be refused")
        control(Scene(client, site, policy, people, user, other, one_address=not remote.can_move))
    except TargetError as error:
        raise _with_traces(error) from None
    return Prepared(site, user, other, ())


def run_remote_check(remote: Remote, job: Job) -> Ran:
    """Tell one check's story, with people of its own who come from addresses of their own."""
    start, cpu, check = time.perf_counter(), time.process_time(), find_check(job.slug)
    book = GuestBook(remote, job.slug, job.prepared.site)
    with WireClient(remote, catalogue().index(check) + 1, book.hear) as client:
        try:
            scene = _scene(client, remote, job)
            verdict = tempered(verdict_of(job, scene), check, client, scene)
        except Inconclusive as reason:  # the budget did not last for the first steps, or for the last look
            verdict = Verdict(Outcome.INCONCLUSIVE, (), str(reason))
    effort = Effort(client.sent, 0, 0.0, 0.0, time.process_time() - cpu, time.perf_counter() - start)
    return Ran(with_replays(verdict, client.journal, job), effort)


def tidy_up(remote: Remote, prepared: Prepared) -> None:
    """Delete the people who were made, where the site offers it; beyond the budget, if that is spent."""
    remote.meter.unlimited = True
    remote.tell("deleting the people who were made")
    with WireClient(remote, len(catalogue()) + 1) as client:
        send_off(client, remote, prepared.site)


def is_about_limits(check: Check) -> bool:
    """Whether a check is about limits on guessing (WSTG-ATHN-03): that it meets one is no trouble."""
    return "ATHN-03" in check.wstg


def uses_up(check: Check) -> bool:
    """Whether a check guesses much or registers many, and may use up what a limit leaves to the others."""
    return bool(_MANY_TRIES & {*check.wstg})


def tempered(verdict: Verdict, check: Check, client: WireClient, scene: Scene) -> Verdict:
    """The verdict, unless a limit of the target or a broken connection stood in its way: that was not tried.

    Of a finding nothing is left that rests on such an exchange; a pass must find the way in open afterwards.
    """
    if is_about_limits(check) or verdict.outcome not in {
        Outcome.PASSED,
        Outcome.FAILED,
        Outcome.INCONCLUSIVE,
    }:
        return verdict
    trouble = _trouble(client)
    if verdict.outcome is Outcome.INCONCLUSIVE:
        return replace(verdict, reason=f"{verdict.reason}; {trouble}") if trouble else verdict
    standing = [one for one in verdict.findings if not _rests_on_trouble(one)]
    if (left := ended(standing, Outcome.PASSED, verdict.reason)).outcome is Outcome.FAILED:
        return left
    if not trouble:
        if scene.visitor().try_log_in():
            return verdict
        trouble = (
            f"after it the right password of {scene.user.username} is refused: a limit may have been met"
        )
    return Verdict(Outcome.INCONCLUSIVE, tuple(standing), trouble)


def _trouble(client: WireClient) -> str:
    """Why an answer may mean nothing; empty where there is no such reason."""
    if client.throttled:
        return f"the target limits requests: it refused {client.throttled} of the {client.sent} of this check"
    if client.unanswered:
        return f"no whole answer came to {client.unanswered} of the {client.sent} requests of this check"
    return ""


def _rests_on_trouble(found: Finding) -> bool:
    exchanges = [piece.exchange for piece in found.evidence if piece.exchange is not None]
    return any(is_throttled(one) or one.crash for one in exchanges)


def _scene(client: WireClient, remote: Remote, job: Job) -> Scene:
    """The stage of a check, with two people of its own.

    They are new, where a limit on registrations by address does not count them all; else they are who came before.
    """
    ready = job.prepared
    scene = Scene(
        client,
        ready.site,
        job.policy,
        AccountMaker(job.slug),
        ready.user,
        ready.other,
        browser=job.browser,
        one_address=not remote.can_move,
        work_s=lambda: client.answer_s,
    )
    if ready.site.register is None:
        return scene
    ways_to_people = (_newcomers, _acquaintances) if remote.can_move else (_acquaintances, _newcomers)
    everybody = chain.from_iterable(way(scene, remote, ready) for way in ways_to_people)
    user, other = [*islice(everybody, 2), ready.user, ready.other][:2]
    client.throttled = client.unanswered = 0  # what was refused until here, the check has not asked for
    return replace(scene, user=user or ready.user, other=other)


def _newcomers(scene: Scene, _remote: Remote, _ready: Prepared) -> Iterator[Account]:
    """New people, until a limit lets in no more."""
    with suppress(Inconclusive):
        while True:
            yield scene.new_user()


def _acquaintances(scene: Scene, remote: Remote, ready: Prepared) -> Iterator[Account]:
    """Who came before and still gets in: the first ones, then the latest with a name of our making."""
    first = [one for one in (ready.user, ready.other) if one is not None]
    came = [one.account for one in reversed(guests(remote))]
    ours = [one for one in came if one.username.startswith(AccountMaker.naming.prefix) and one not in first]
    for account in [*first, *ours[:_MOST_KNOWN]]:
        if scene.visitor(account=account).try_log_in():
            yield account


def _need_answer(client: WireClient, remote: Remote) -> None:
    """See that there is a server of HTTP, and that it does not send its visitors on to another address."""
    base = f"{remote.address.base}/"
    exchange = client.send(Request("GET", base))
    if exchange.crash:
        raise _error(remote, "The target does not answer", exchange.crash)
    leads = where_leads(exchange.response.location, base) if exchange.response.is_redirect else None
    if leads and origin(leads) != origin(base):
        raise _error(remote, "The target is at another address", f"it sends its visitors to {leads}")


def _error(remote: Remote, title: str, seen: str, advice: str = _LOOK) -> TargetError:
    return TargetError(title, tried=f"to audit {remote.address.base}", seen=seen, advice=advice)


def _with_traces(error: TargetError) -> TargetError:
    """The same error, which says who may be left behind."""
    names = " or ".join(f"{one.prefix}..." for one in AccountMaker.namings)
    left = f"people whose names begin like {names} may have been registered meanwhile"
    return TargetError(error.title, tried=error.tried, seen=f"{error.seen}; {left}", advice=error.advice)
