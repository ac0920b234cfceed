"""Whether something that opened the account before a new password still does after it, and what else would end it."""

from collections.abc import Callable
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.probes.new_password import Taken, Way, buttons, somebody, with_more_ticked
from authproof.site import Account, Form
from authproof.visitor import Scene, Visitor

# Buttons pressed in search of one that ends the other sessions.
_MOST_BUTTONS = 6
# Leaves something open elsewhere that somebody else could use: a browser that has it and nothing besides.
Leave = Callable[[Scene, Account], Visitor]


@dataclass(frozen=True, slots=True)
class Survivor:
    """Something that outlived a new password: how that was chosen, the request, the private page it still opens."""

    way: Way
    taken: Taken
    visitor: Visitor
    proof: Exchange


def survivor(scene: Scene, way: Way, leave: Leave) -> Survivor | None:
    """Leave something behind, take the way to a new password, come back with what was left.

    Raises:
        Inconclusive: a control misbehaved: a stranger is let in, or nothing opened before.
    """
    account = somebody(scene)
    thief = leave(scene, account)
    taken = way.take(scene, scene.signed_in(account))
    if not thief.is_logged_in(taken.account) or thief.proof is None:
        return None
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    return Survivor(way, taken, thief, thief.proof)


def offered(scene: Scene, way: Way, leave: Leave) -> Way | None:
    """The same way with more boxes ticked, if what was left behind does not survive that."""
    if way.mailed:
        return None
    asked = with_more_ticked(scene, scene.signed_in(somebody(scene)))
    return asked if asked and survivor(scene, asked, leave) is None else None


def ended_by(scene: Scene, left: Survivor) -> Form | None:
    """A button on the private pages that ends what survived and nothing else, None where there is none."""
    presser = scene.signed_in(left.taken.account)
    features, logout = scene.site.features, scene.site.logout
    spared = (
        features.deletion.form.action if features.deletion else "",
        logout.action or "" if logout else "",
    )
    # The button for all stands behind those for each, the first of which is often one's own.
    found = list(buttons(presser, scene.site.protected, leave_out=spared))
    for form in found[: -_MOST_BUTTONS - 1 : -1]:
        presser.submit(form, {})
        if not left.visitor.is_logged_in(left.taken.account):
            return form if scene.visitor(account=left.taken.account).try_log_in() else None
        if not presser.is_logged_in():
            return None
    return None
