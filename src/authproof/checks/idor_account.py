"""Other people's accounts, named in one's own requests (CWE-639)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, finding
from authproof.probes.admin_area import masked_path, meant_for_the_powerful
from authproof.probes.aimed_reads import Pages, Seen, pages_of, reads, targets
from authproof.probes.aimed_writes import Written, by_links, by_rules, forms_of, written
from authproof.probes.attackers import Attacker
from authproof.probes.references import Reference, references
from authproof.probes.victims import Victim, find_victim, victim_of
from authproof.visitor import Scene


@check(severity=Severity.CRITICAL, cwe=(639,), asvs=("8.2.2",), wstg=("ATHZ-04", "ATHN-09"))
def idor_account(scene: Scene) -> Iterator[Finding]:
    """Whatever a request says about whose account it is, it reads and changes the sender's own and no other.

    Why it matters:
        The number in `/users/7/edit` and the hidden field `user_id` are written by whoever sends them. A view that
        looks the account up by them, and asks only whether somebody is signed in, lets everybody with an account
        choose a new password for everybody else: one has only to count.

    How it is tried:
        The user's pages, links, forms and hidden fields, and the rules of the URL map, are searched for what names
        the user: the name, the mail address, the number and other keys of the row. The same requests are sent in the
        user's session with the name or number of another account, fields that the source looks up added. It is
        critical if a row of the other account is gone, holds what was typed or another hash, or if its owner is
        thrown out; high if a page tells the other's mail address, hash or key, or has the name in a form to edit.
        What the user's own links lead to, and what strangers read as well, is meant to be read. Reset links
        are tried by reset-token-weak.

    How to fix it in Flask:
        Take the account from the session, and what belongs to it by a query that names the owner:

            row = db.session.scalar(
                db.select(Address).filter_by(id=number, user_id=current_user.id)
            ) or abort(404)

    References:
        CWE-639, WSTG-ATHZ-04, WSTG-ATHN-09, ASVS v5.0.0-8.2.2
    """
    attacker, victim = Attacker(scene), find_victim(scene)
    known = _known(attacker, victim)
    pages = pages_of(attacker.visitor, victim)
    paths = targets(pages, victim, known)
    seen = list(reads(attacker.ready(), victim, pages, paths))
    tried = list(paths)
    changed = list(_changes(attacker, victim, pages, tried))
    # An ordinary account in the administrators' area is privilege-escalation.
    if seen or changed:
        scene.user = attacker.ready().account
    told = meant_for_the_powerful(scene) if seen or changed else frozenset()
    # A form and the rule that it posts to are one cause: the first, the form, tells it.
    by_path = {masked_path(one.sent.request.url): one for one in reversed(changed)}
    changed = [one for one in changed if one in [by_path[path] for path in by_path if path not in told]]
    yield from map(_change, changed)
    told |= {masked_path(one.sent.request.url) for one in changed}
    yield from (_reading(one) for one in seen if masked_path(one.answer.request.url) not in told)
    if not tried:
        raise NotApplicable(
            f"no request names an account: looked for {', '.join(one.what for one in known)} in {len(pages.opened)} "
            "pages, their links and forms, and for routes that take arguments"
        )


def _known(attacker: Attacker, victim: Victim) -> tuple[Reference, ...]:
    """What names the attacker, and what names the victim in its place."""
    account = attacker.visitor.account
    own = victim_of(victim.scene, account).row() if victim.key else ()
    return references(account, victim.account, own, victim.row())


def _changes(attacker: Attacker, victim: Victim, pages: Pages, tried: list[str]) -> Iterator[Written]:
    """What took effect; each form and each rule once, on somebody who is still whole."""
    for recipe in forms_of(attacker.ready(), pages, _known(attacker, victim)):
        victim = _whole(victim)
        attacker.ready()
        if done := written(attacker, victim, recipe, _known(attacker, victim), tried):
            yield done
    victim = _whole(victim)
    attacker.ready()
    yield from by_links(attacker, victim, pages, _known(attacker, victim))
    yield from by_rules(attacker, _whole(victim), _known(attacker, victim), tried)


def _whole(victim: Victim) -> Victim:
    """Somebody whom nothing has been done to: the same person as before, or a new one."""
    scene = victim.scene
    if scene.site.register is None or (victim.visitor and victim.visitor.is_logged_in()):
        return victim
    return victim_of(scene, scene.new_user())


def _change(one: Written) -> Finding:
    return finding(
        f"{one.said}, sent by somebody else with another account in {one.by}, {one.done}",
        evidence=(f"the other account after it: {one.done}", one.sent),
    )


def _reading(one: Seen) -> Finding:
    if one.done:
        return finding(f"{one.path}, opened by somebody else, {one.done}", evidence=one.answer)
    what = ", ".join(one.read)
    return finding(
        f"{one.path} tells every user another one's {what.removeprefix('the ')}",
        evidence=one.answer,
        severity=Severity.HIGH,
    )
