"""Locking somebody else out (CWE-645)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.owners import own_way_in
from authproof.probes.siege import Siege, besiege
from authproof.site.account_steps import request_reset
from authproof.site.steps import FormGone
from authproof.visitor import Scene

_DAY_S = 24 * 3600
# WSTG-ATHN-03: fewer mistakes than these are made by honest people.
_FEW = 4
# Somebody whose address nobody has limited.
AWAY = "127.0.0.77"


@check(severity=Severity.LOW, cwe=(645,), asvs=("6.1.1", "6.3.1"), wstg=("ATHN-03",), shows=Shows.STORY)
def account_lockout_dos(scene: Scene) -> Iterator[Finding]:
    """A lock after wrong passwords ends by itself, or its owner can end it; asking for a reset locks nothing.

    Why it matters:
        Whoever knows a name can type wrong passwords. If that shuts the owner out until somebody from support has
        time, a list of names is enough to close the site for all its users.

    How it is tried:
        Wrong passwords for one account until the right one is refused. If the owner gets in from another address, the
        lock is none of the account's. Else the clock is moved by 31 minutes (`lock-limit` in the policy), and the
        right password is tried again from there. If it is still refused, the owner's ways are tried: links in mails
        that the lock sent, and a new password by reset. It is a finding if none opens; that the lock goes on for a
        day, or ends before, is said. Before all that, a stranger asks for a dozen resets of that account: the right
        password and the open session must still work. A lock after fewer than 5 mistakes is noted.

    How to fix it in Flask:
        Let a lock be a moment in time and not a state:

            if user.locked_until and user.locked_until > datetime.now(timezone.utc):
                abort(429)

    References:
        CWE-645, WSTG-ATHN-03, ASVS v5.0.0-6.1.1, v5.0.0-6.3.1
    """
    inside = scene.need_inside()
    locked = list(_locked_by_resets(scene))
    if locked:
        yield from locked
        return
    mailed = len(inside.mailbox.mails)
    siege = _siege(scene)
    if scene.visitor(address=AWAY).try_log_in():
        yield note(f"after {siege} the owner gets in from another address: only the guesser is shut out")
        return
    inside.clock.advance(scene.policy.lock_limit)
    owner = scene.visitor(address=AWAY)
    if not owner.try_log_in():
        yield from _not_ended(scene, siege, owner.last_exchange, mailed)
    elif scene.wait_out_lock() and besiege(scene, _FEW).held and not scene.visitor(address=AWAY).try_log_in():
        yield note(f"{_FEW} wrong passwords lock the account already: WSTG asks for 5 or more")


def _siege(scene: Scene) -> Siege:
    """Wrong passwords until the right one is refused.

    Raises:
        NotApplicable: it never is.
    """
    for attempts in (scene.policy.failure_limit, scene.policy.failure_bound):
        siege = besiege(scene, attempts)
        if not siege.opened:
            return siege
    slowed = f", only {siege.delay:g} s later" if siege.held else ""
    raise NotApplicable(f"there is no lock: after {siege} the right one signs in{slowed}")


def _not_ended(scene: Scene, siege: Siege, refused: Exchange, mailed: int) -> Iterator[Finding]:
    """The lock goes on; can its owner end it?"""
    inside, minutes = scene.need_inside(), scene.policy.lock_limit // 60
    if way := own_way_in(scene, mailed, AWAY):
        yield note(f"the lock goes on after {minutes} minutes; {way} ends it", evidence=refused)
        return
    inside.clock.advance(_DAY_S)
    end = "and ends within a day" if scene.visitor(address=AWAY).try_log_in() else "a day later, too"
    if end == "a day later, too" and scene.other and not scene.visitor(account=scene.other).try_log_in():
        raise Inconclusive(f"after {siege} nobody can log in any more, the other account neither")
    yield finding(
        f"after {siege} the owner is shut out from everywhere, still {minutes} minutes later ({end}), "
        "and no mailed link and no reset opens",
        evidence=(siege.last, refused),
        location=siege.last.view,
    )


def _locked_by_resets(scene: Scene) -> Iterator[Finding]:
    """What a stranger's requests for a reset do to the account."""
    if (recipe := scene.site.features.reset) is None:
        return
    alice, stranger = scene.signed_in(address=AWAY), scene.visitor()
    try:
        for _ in range(scene.policy.failure_limit + 2):
            request_reset(stranger.agent, recipe, scene.user)
    except FormGone:
        pass  # throttled, after so many as got through
    asked = stranger.last_exchange
    owner = scene.visitor(address=AWAY)
    for words, works in (("open session", alice.is_logged_in()), ("right password", owner.try_log_in())):
        if not works:
            yield finding(f"after a stranger's requests for a reset the {words} is refused", evidence=asked)
