"""Cookies of deleted people (CWE-672, CWE-613)."""

from collections.abc import Iterator
from contextlib import suppress

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.rows import delete, renumber, row_of
from authproof.probes.sessions import lasting, root_of
from authproof.site import Account, account_steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene

_SESSION, _REMEMBERED = "session", "static-remember-token"


@check(
    severity=Severity.HIGH, cwe=(672, 613), asvs=("7.4.2",), wstg=("IDNT-03", "SESS-01"), shows=Shows.STORY
)
def user_id_reuse_takeover(scene: Scene) -> Iterator[Finding]:
    """A cookie of somebody whose account was deleted opens no account that was made later.

    Why it matters:
        SQLite gives the number of a deleted last row to the next one, unless it is told not to. A cookie that holds
        nothing but that number then opens the account of a stranger who registered afterwards.

    How it is tried:
        Somebody registers, logs in (remembered, where that can be asked for) and has the cookies copied. The account is
        deleted: by the app's own form, else by deleting its row in the private copy of the database. The right
        password must be refused then. Somebody else registers: if the copied cookies now open that account, it is a
        finding. If not, the number or the name is given again by hand, and what that shows is a note.

    How to fix it in Flask:
        Never give a number twice, and let the session be a row that goes with its user:

            class User(UserMixin, db.Model):
                __table_args__ = {"sqlite_autoincrement": True}
                id = db.Column(db.Integer, primary_key=True)
                session_token = db.Column(db.String(43), default=lambda: secrets.token_urlsafe(32))

                def get_id(self):
                    return self.session_token

    References:
        CWE-672, CWE-613, WSTG-IDNT-03, WSTG-SESS-01, ASVS v5.0.0-7.4.2
    """
    scene.need_registration()
    gone = scene.new_user()
    kept = _cookies_of(scene, gone)
    number = _removed(scene, gone)
    if scene.visitor(account=gone).try_log_in():
        raise Inconclusive("the deleted account can still log in")
    late = any(scene.visitor(jar.copy(), account=gone).is_logged_in() for _, jar in kept)
    heir = scene.new_user()
    row = row_of(scene.inside, heir) if scene.inside else None
    again = row is not None and row.numbered and row.number == number
    for words, jar in kept:
        if proof := _opens(scene, jar, heir, tell_apart=late and not again):
            text = f"the {words} of a deleted account opens the account of whoever registered next"
            root = root_of(scene)
            yield finding(text, evidence=proof, cause=_REMEMBERED if root and words != _SESSION else root)
            return
    if not late:
        yield from _by_hand(scene, kept, gone, heir, number if not again else None)


def _cookies_of(scene: Scene, gone: Account) -> list[tuple[str, CookieJar]]:
    """What a thief has: everything from one login, and what of it outlives the browser."""
    jar = scene.signed_in(gone, remember=scene.site.login.remember_field is not None).cookies
    jars = [(_SESSION, lasting(jar)), ("remember cookie", lasting(jar.after_restart()))]
    return [(words, jar) for words, jar in jars if len(jar) or jar.authorization]


def _removed(scene: Scene, gone: Account) -> int | None:
    """Delete the account; the number of its row, where that is known.

    Raises:
        NotApplicable: there is no way to do so, or the database refuses.
    """
    row = row_of(scene.inside, gone) if scene.inside else None
    recipe = scene.site.features.deletion
    if recipe is not None:
        with suppress(FormGone):
            account_steps.delete_account(scene.signed_in(gone).agent, recipe, gone)
    elif scene.inside is not None and row is not None:
        delete(scene.inside, row)
    else:
        raise NotApplicable(
            "no way to delete an account, looked for a form that does and for its row in a database"
        )
    return row.number if row and row.numbered else None


def _opens(scene: Scene, jar: CookieJar, account: Account, *, tell_apart: bool = True) -> Exchange | None:
    """That account's private page, opened with a copy of these cookies; `tell_apart` wants its owner's name on it."""
    thief = scene.visitor(jar.copy(), account=account)
    marked = [one for one in scene.site.witnesses if one.marked]
    pages = marked or ([] if tell_apart else list(scene.site.witnesses))
    return next((thief.last_exchange for page in pages[:2] if thief.sees(page)), None)


def _by_hand(
    scene: Scene, kept: list[tuple[str, CookieJar]], gone: Account, heir: Account, number: int | None
) -> Iterator[Finding]:
    """What would happen if the number, or the name, were given again."""
    row = row_of(scene.inside, heir) if scene.inside and number is not None else None
    if scene.inside and row and number is not None:
        with suppress(NotApplicable):
            renumber(scene.inside, row, number)
            text = "only ids that are never given again keep deleted people's cookies out"
            yield from _noted(scene, kept, heir, text)
    namesake = scene.people.account(password_length=len(gone.password)).named(gone.username)
    if scene.registers(namesake):
        text = "the cookies of a deleted account open a new one of the same name"
        yield from _noted(scene, kept, namesake, text)


def _noted(scene: Scene, kept: list[tuple[str, CookieJar]], account: Account, text: str) -> Iterator[Finding]:
    proofs = (_opens(scene, jar, account) for _, jar in kept)
    yield from (note(text, evidence=seen) for seen in list(filter(None, proofs))[:1])
