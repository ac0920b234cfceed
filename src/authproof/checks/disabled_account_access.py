"""Accounts that are switched off or gone, and still open (CWE-613, CWE-285)."""

from collections.abc import Iterator
from dataclasses import dataclass

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.account_switch import Switch, delete_rows, switches_of
from authproof.site import Account
from authproof.site.account_steps import delete_account
from authproof.target.inside import Inside
from authproof.visitor import Scene, Visitor


@check(
    severity=Severity.HIGH,
    cwe=(613, 285),
    asvs=("7.4.2", "8.3.2"),
    wstg=("ATHN-04", "SESS-06"),
    shows=Shows.STORY,
)
def disabled_account_access(scene: Scene) -> Iterator[Finding]:
    """Whoever's account is switched off or deleted is out at once: no login, no open session, no remember cookie.

    Why it matters:
        Accounts are switched off when somebody leaves, or when somebody else has got in. A session that goes on for
        days after that is the very access that was to be ended.

    How it is tried:
        Log in, plainly and remembered. Then the user's row in the private copy of the database is changed: a column
        such as `active` or `disabled` is turned over, and back in the end, after which the login must work again.
        A state kept as a word is tried with the usual ones; only one that refuses the login counts. Where people can
        delete their account, somebody new does so in one browser while two others are open. In each case the right
        password, the open session and the remember cookie must open nothing. Where there is neither, the row is
        deleted, and a session that survives that is noted.

    How to fix it in Flask:
        Look at each request, not only at the login; Flask-Login does, if `is_active` tells the truth and the user
        loader returns None for a row that is gone:

            @property
            def is_active(self):
                return not self.disabled

    References:
        CWE-613, CWE-285, WSTG-ATHN-04, WSTG-SESS-06, ASVS v5.0.0-7.4.2, v5.0.0-8.3.2
    """
    inside = scene.need_inside()
    switches = switches_of(inside, scene.user)
    for switch in switches:
        yield from _switched_off(scene, inside, switch)
    if scene.site.features.deletion:
        yield from _deleted(scene)
    elif not switches:
        yield from _row_gone(scene, inside)
        raise NotApplicable(
            "nobody can delete an account here, and the user's row has no column that switches it off, "
            "looked for names such as active, enabled, disabled, banned, status"
        )


@dataclass(frozen=True, slots=True)
class Presence:
    """An account as it is in use: an open session, and a remember cookie where one opens it by itself."""

    scene: Scene
    open: Visitor
    remembered: CookieJar | None

    def findings(self, account: Account, what: str) -> Iterator[Finding]:
        """What still opens."""
        owner = self.scene.visitor(account=account)
        if owner.try_log_in():
            sent = next(one for one in reversed(owner.history) if one.request.body)
            said = f"{what} the right password signs in"
            yield finding(said, evidence=(sent, owner.last_exchange), location=sent.view)
        ways = [("the open session", self.open)]
        if self.remembered is not None:
            ways.append(("the remember cookie", self.scene.visitor(self.remembered.copy(), account=account)))
        for words, visitor in ways:
            if visitor.is_logged_in(account):
                path = visitor.last_exchange.request.path
                yield finding(f"{what} {words} still opens {path}", evidence=visitor.last_exchange)


def _presence(scene: Scene, account: Account) -> Presence:
    """Let that account be in use.

    Raises:
        Inconclusive: it cannot log in.
    """
    jar = scene.signed_in(account, remember=True).cookies.after_restart()
    remembers = scene.visitor(jar.copy(), account=account).is_logged_in()
    return Presence(scene, scene.signed_in(account), jar if remembers else None)


def _switched_off(scene: Scene, inside: Inside, switch: Switch) -> Iterator[Finding]:
    for word in switch.words:
        presence = _presence(scene, scene.user)
        changed = switch.set(inside, word)
        found = list(presence.findings(scene.user, f"with {switch} set to {word!r}"))
        switch.set(inside, switch.on)
        if not changed or not scene.visitor().try_log_in():
            raise Inconclusive(f"{switch} was turned over and back, and the login did not work as before")
        if not switch.guessed or not any("signs in" in one.message for one in found):
            yield from found
            return
    yield note(f"none of the words {', '.join(map(str, switch.words))} in {switch} refuses the login")


def _deleted(scene: Scene) -> Iterator[Finding]:
    account, recipe = scene.new_user(), scene.site.features.deletion
    presence = _presence(scene, account)
    if recipe is not None:
        delete_account(scene.signed_in(account).agent, recipe, account)
        yield from presence.findings(account, "after the account was deleted")


def _row_gone(scene: Scene, inside: Inside) -> Iterator[Finding]:
    presence = _presence(scene, scene.user)
    if delete_rows(inside, scene.user) and presence.open.is_logged_in():
        seen = presence.open.last_exchange
        said = "if the user's row is deleted in the database, the open session still opens"
        yield note(f"{said} {seen.request.path}", evidence=seen)
