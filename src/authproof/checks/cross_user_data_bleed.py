"""One person's data in the answer to another (CWE-488, CWE-567)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, finding, note
from authproof.probes.bystanders import (
    at_once,
    names_in,
    newcomer,
    somebody_else,
    tell_own_name,
    without_proof,
)
from authproof.site import Account, Witness
from authproof.visitor import Scene, Visitor

_MOST_PAGES = 6
_THREADS, _ROUNDS = 4, 25


@check(severity=Severity.HIGH, cwe=(488, 567), asvs=("8.2.2",), wstg=("SESS-04", "ATHZ-02"))
def cross_user_data_bleed(scene: Scene) -> Iterator[Finding]:
    """The answer to one person never shows another person's data, also if both ask at the same moment.

    Why it matters:
        A page kept in a cache, a user kept in a global variable: with one visitor all is well, with two the second one
        sees the account of the first. It happens without any attacker, under load, and is hard to find later.

    How it is tried:
        Three people with made-up names come one after the other, log in and visit the pages that tell who is in; after
        each the first one looks again, and a stranger after all. Then two browsers each of two people visit
        a page 25 times at the same moment, with threads that change places often. Another's name on one's
        page is a finding, unless the page is a list: it names others before they came, or all who came. The
        first person's own name must stand there before the others come, which is the control.

    How to fix it in Flask:
        Keep what belongs to one request in `g`, what belongs to one person in the session or the database, never in a
        global variable; let no cache keep pages that tell who is in:

            @app.after_request
            def keep_private(response):
                response.headers["Cache-Control"] = "no-store"
                return response

        and put the user's id into the key of every cache on the server.

    References:
        CWE-488, CWE-567, WSTG-SESS-04, WSTG-ATHZ-02, ASVS v5.0.0-8.2.2
    """
    if scene.other is None:
        raise NotApplicable("needs two people; nobody can register")
    scene.wait_out_lock()  # what a cache kept of earlier visitors is too old by now
    first = scene.signed_in(scene.user)
    pages = tell_own_name(first, scene.site.witnesses[:_MOST_PAGES], scene.other)
    if proof := somebody_else(scene, first, [one for one in scene.site.witnesses if one not in pages]):
        yield finding(f"{proof.request.path} shows everybody the name of one person", evidence=proof)
        return
    if not pages:
        raise NotApplicable("no page with personal data, looked for one that shows the name of its visitor")
    lists: list[Witness] = []
    proof = _in_turn(scene, first, pages, lists)
    if proof:
        yield finding(
            f"{proof.request.path} shows the name of somebody else, who had been there before",
            evidence=(Evidence("one request at a time, nobody's name there at first"), proof),
        )
        return
    if scene.inside and any(one.in_memory for one in scene.inside.databases.connections):
        yield note("nobody was sent at the same moment: the database in memory takes one request at a time")
        return
    people = [first, without_proof(scene, scene.other)]
    if proof := at_once(scene, people, [one for one in pages if one not in lists], _THREADS, _ROUNDS):
        yield finding(
            f"{proof.request.path} shows the name of somebody else, who asked at the same moment",
            evidence=(
                Evidence(f"{_THREADS} threads, {_ROUNDS} pages each; one at a time it is right"),
                proof,
            ),
        )


def _in_turn(scene: Scene, first: Visitor, pages: list[Witness], lists: list[Witness]) -> Exchange | None:
    """A page that names one person to another; pages that name everybody are put among the lists."""
    others = [*([scene.other] if scene.other else []), newcomer(scene)]
    suspects: dict[Witness, Exchange] = {}
    for account in others:
        visitor = without_proof(scene, account)
        strangers_to_it = [scene.user, *(one for one in others if one != account)]
        for page in pages:
            _look(visitor, page, strangers_to_it, suspects)
            _look(first, page, others, suspects)
    for page in pages:
        _look(scene.visitor(), page, [scene.user, *others], suspects)
        first.visit(page.path)
        if len(names_in(first.last_exchange, others)) == len(others):
            lists.append(page)
    return next((suspects[page] for page in pages if page in suspects and page not in lists), None)


def _look(visitor: Visitor, page: Witness, others: list[Account], suspects: dict[Witness, Exchange]) -> None:
    """Remember the first answer on that page that names somebody else."""
    seen = visitor.visit(page.path)
    if names_in(seen, others):
        suspects.setdefault(page, seen)
