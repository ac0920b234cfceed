"""What runs in the process of a URL target: discovery and controls once, then each check in a forked child."""

import time
from dataclasses import replace

from authproof.audit.guests import GuestBook, send_off
from authproof.audit.stage import Effort, Job, Prepared, Ran, control, ended, people_of, verdict_of
from authproof.checks import Check, catalogue, find_check
from authproof.client.urls import origin, where_leads
from authproof.client.wire import WireClient, is_throttled
from authproof.errors import TargetError
from authproof.exchange import Request
from authproof.findings import Finding, Inconclusive, MadeUser, Outcome, Policy, Verdict
from authproof.site import Account, AccountMaker, Discovery, Known, Wishes, namings
from authproof.target import Remote
from authproof.visitor import Scene

# The test of the WSTG to which those checks belong that are about limits on guessing: that they meet one is no trouble.
_ABOUT_LIMITS = "ATHN-03"


def prepare_remote(remote: Remote, wishes: Wishes, policy: Policy) -> Prepared:
    """Discover the site, register the first people, and see that the controls hold; as `prepare` does in process.

    Raises:
        TargetError: nothing answers, there is no login that works, or the private page opens without one.
    """
    AccountMaker.namings = namings(remote.run, remote.seed)
    AccountMaker.naming = AccountMaker.namings[0]
    book = GuestBook(remote, "discovery")
    client = WireClient(remote, 0, book.hear)
    _need_answer(client, remote)
    try:
        discovery = Discovery(
            client, remote.address.base, wishes, remote.tell, known=Known(root=remote.address.root)
        )
        site = discovery.run()
        book.settle(site)
        people = AccountMaker("control")
        user, other = people_of(client, site, discovery.wishes, people)
        remote.tell("positive controls: log in, see the private page, log out, be refused")
        control(Scene(client, site, policy, people, user, other, one_address=not remote.can_move))
    except Inconclusive as reason:
        raise _error(remote, "Nothing was audited", str(reason)) from None
    catalogue()  # imported once here, and not again in every child
    return Prepared(site, user, other, ())


def run_remote_check(remote: Remote, job: Job) -> Ran:
    """Tell one check's story, with people of its own who come from addresses of their own."""
    start, cpu, check = time.perf_counter(), time.process_time(), find_check(job.slug)
    book = GuestBook(remote, job.slug, job.prepared.site)
    client = WireClient(remote, catalogue().index(check) + 1, book.hear)
    try:
        scene = _scene(client, remote, job)
        verdict = tempered(verdict_of(job, scene), check, client, scene)
    except Inconclusive as reason:  # nobody could be registered for it
        verdict = Verdict(Outcome.INCONCLUSIVE, (), str(reason))
    effort = Effort(client.sent, 0, 0.0, 0.0, time.process_time() - cpu, time.perf_counter() - start)
    return Ran(verdict, effort)


def tidy_up(remote: Remote, prepared: Prepared) -> tuple[MadeUser, ...]:
    """Delete the people who were made, where the site offers it; beyond the budget, if that is spent."""
    remote.meter.unlimited = True
    remote.tell("deleting the people who were made")
    return send_off(WireClient(remote, len(catalogue()) + 1), remote, prepared.site)


def requests_sent(remote: Remote) -> int:
    """How many requests the audit has taken so far."""
    return remote.meter.sent


def tempered(verdict: Verdict, check: Check, client: WireClient, scene: Scene) -> Verdict:
    """The verdict, unless a limit of the target stood in the way of it: what it refused was not tried.

    Of a finding nothing is left that rests on such a refusal; a pass must find the way in open afterwards.
    """
    if _ABOUT_LIMITS in check.wstg or verdict.outcome not in {Outcome.PASSED, Outcome.FAILED}:
        return verdict
    standing = [one for one in verdict.findings if not _rests_on_limit(one)]
    if (left := ended(standing, Outcome.PASSED, verdict.reason)).outcome is Outcome.FAILED:
        return left
    if client.throttled:
        reason = (
            f"the target limits requests: it refused {client.throttled} of the {client.sent} of this check"
        )
    elif not scene.visitor().try_log_in():
        reason = f"after it the right password of {scene.user.username} is refused: a limit may have been met"
    else:
        return verdict
    return Verdict(Outcome.INCONCLUSIVE, tuple(standing), reason)


def _rests_on_limit(found: Finding) -> bool:
    return any(piece.exchange is not None and is_throttled(piece.exchange) for piece in found.evidence)


def _scene(client: WireClient, remote: Remote, job: Job) -> Scene:
    """The stage of a check, with two people who are new to it.

    Raises:
        Inconclusive: a newcomer cannot log in.
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
    )
    if ready.site.register is None:
        return scene
    return replace(scene, user=scene.new_user(), other=_second(scene))


def _second(scene: Scene) -> Account:
    recipe = scene.need_registration()
    account = scene.people.account(password_length=recipe.password_length, special=recipe.special)
    scene.registers(account)
    return account


def _need_answer(client: WireClient, remote: Remote) -> None:
    """See that there is a server of HTTP, and that it does not send its visitors on to another address."""
    base = f"{remote.address.base}/"
    exchange = client.send(Request("GET", base))
    if exchange.crash:
        raise _error(remote, "The target does not answer", exchange.crash)
    leads = where_leads(exchange.response.location, base) if exchange.response.is_redirect else None
    if leads and origin(leads) != origin(base):
        raise _error(remote, "The target is at another address", f"it sends its visitors to {leads}")


def _error(remote: Remote, title: str, seen: str) -> TargetError:
    return TargetError(
        title,
        tried=f"to audit {remote.address.base}",
        seen=seen,
        advice="open the address in a browser, and name the one at which it then is; "
        "for a slow server, --max-requests and --answer-limit can be raised",
    )
