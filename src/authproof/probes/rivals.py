"""Two ways in, compared: what does the second allow or tell that the first does not?"""

from collections.abc import Iterator

from authproof.client.agent import CrossSite
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, finding
from authproof.probes.asking import Visit, telling
from authproof.probes.crowd import addresses
from authproof.probes.twins import Way
from authproof.site import Account
from authproof.visitor import Scene, Visitor

Group = list[Account]


def less_exact(scene: Scene, first: Way, way: Way) -> Iterator[Finding]:
    """Wrong passwords that only the second way takes."""
    scene.wait_out_lock()
    right = scene.user.password
    for words, password in (
        ("in other capitals", right.swapcase()),
        ("with a letter behind it", f"{right}x"),
    ):
        account = scene.user.with_password(password)
        if (opened := way.opens(account)) and not first.opens(account):
            evidence = (sent(opened), opened.last_exchange)
            yield finding(
                f"{way.words} takes the password {words}", evidence=evidence, location=evidence[0].view
            )


def tells_more(scene: Scene, first: Way, way: Way) -> Iterator[Finding]:
    """What only the second way's answers, or the hashes behind them, tell about who has an account."""
    known = [one.with_password(scene.people.password()) for one in (scene.user, scene.other) if one]
    nobody = [scene.people.account().with_password(one.password) for one in known]
    for what, tell in (("answers with", _answers), ("computes", _hashes)):
        told, seen = tell(scene, way, known, nobody)
        if told and not tell(scene, first, known, nobody)[0]:
            said = f"{way.words} {what} {told} for one of two names: that with an account, and that without"
            yield finding(said, evidence=seen, severity=Severity.LOW, location=seen[-1].view)
            return


def forged(scene: Scene, first: Way, way: Way) -> Iterator[Finding]:
    """A login from another site, which only the second way takes."""
    account = scene.other or scene.user
    if (forced := way.opens(account, site=CrossSite.YES)) and not first.opens(account, site=CrossSite.YES):
        said = f"another site can log a browser in by way of {way.words}, and not by {first.words}"
        evidence = (sent(forced), forced.last_exchange)
        yield finding(said, evidence=evidence, severity=Severity.LOW, location=evidence[0].view)


def sent(visitor: Visitor) -> Exchange:
    """The request that carried the password."""
    posted = (one for one in reversed(visitor.history) if one.request.body)
    return next(posted, visitor.history[0])


def _tried(scene: Scene, way: Way, group: Group) -> list[tuple[Visitor, int]]:
    """One attempt of each, from an address of its own, with the number of hashes that it cost."""
    where, tried = addresses(), []
    for account in group:
        before = len(scene.inside.hashes.calls) if scene.inside else 0
        visitor = way.tries(account, next(where))
        tried.append((visitor, len(scene.inside.hashes.calls) - before if scene.inside else 0))
    return tried


def _answers(scene: Scene, way: Way, known: Group, nobody: Group) -> tuple[str, tuple[Exchange, ...]]:
    scene.wait_out_lock()
    both = [_tried(scene, way, group) for group in (nobody, known)]
    visits = [[Visit(one.account, tuple(one.history)) for one, _ in tried] for tried in both]
    traits = telling(visits[1], visits[0])
    return (str(traits[0]) if traits else ""), (sent(both[0][-1][0]), sent(both[1][-1][0]))


def _hashes(scene: Scene, way: Way, known: Group, nobody: Group) -> tuple[str, tuple[Exchange, ...]]:
    scene.wait_out_lock()
    lacking, having = (_tried(scene, way, group) for group in (nobody, known))
    differ = {count for _, count in having}.isdisjoint(count for _, count in lacking)
    words = f"{having[-1][1]} and {lacking[-1][1]} password hashes" if differ else ""
    return words, (sent(lacking[-1][0]), sent(having[-1][0]))
