"""What may be tried with a reset link: again, later, by another, changed. A link is accepted if the password works."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.new_password import changed, new_password
from authproof.probes.reset import ResetDesk, pieces, rewritten, secrets_of, turned, whose
from authproof.probes.timeouts import span
from authproof.site import Account, Form, account_steps
from authproof.site.steps import FormGone

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
# Signed links carry the second in which they were made: a newer one must have a newer second.
_MOMENT_S = 5
# What an empty column or a missing parameter may be taken for.
_NOTHINGS = ("None", "null", "undefined", "0")
Proof = tuple[Exchange, ...]


@dataclass(slots=True)
class Holder:
    """Somebody who asks for links, with the password as it is now."""

    desk: ResetDesk
    account: Account

    def accepts(self, *links: str) -> Proof:
        """Follow links with a new password: the last request and the page it opened, empty where it did not."""
        scene, new = self.desk.scene, new_password(self.desk.scene, self.account)
        sent = [one for link in links if (one := self.desk.follow(link, new))]
        proof = self.opens(new, sent[-1]) if sent else ()
        if proof:
            scene.user = new if self.account == scene.user else scene.user
            self.account = new
        return proof

    def opens(self, account: Account, sent: Exchange | None) -> Proof:
        """Whether the password that was sent opens the account, after a form was sent at all."""
        if sent is None:
            return ()
        visitor = self.desk.scene.visitor(account=account)
        return (sent, visitor.proof) if visitor.try_log_in() and visitor.proof else ()


def works_once(holder: Holder) -> Iterator[Finding]:
    """The control, a fresh link; then the same again."""
    mailed = holder.desk.ask(holder.account)
    if not holder.accepts(mailed.link):
        raise Inconclusive("a fresh link did not set a password that logs in")
    if proof := holder.accepts(mailed.link):
        yield finding("a reset link works a second time", evidence=proof, location=proof[0].view)


def older_than_another(holder: Holder) -> Iterator[Finding]:
    """Two links: the older after the newer was asked for, then the newer after that reset."""
    before = _stored(holder)
    older = holder.desk.ask(holder.account)
    stored = _stored(holder) != before
    newer = holder.desk.ask(holder.account, pause=_MOMENT_S)
    if older.link == newer.link or not (proof := holder.accepts(older.link)):
        return
    said = "an older reset link still works after a newer one was asked for"
    yield finding(
        said, evidence=proof, severity=Severity.LOW if stored else Severity.INFO, location=proof[0].view
    )
    if proof := holder.accepts(newer.link):
        yield finding(
            "after a reset by one link, another one still works", evidence=proof, location=proof[0].view
        )


def after_change(holder: Holder) -> Iterator[Finding]:
    """A link that was on its way when the password was changed inside."""
    scene = holder.desk.scene
    if scene.site.features.change is None:
        return
    mailed = holder.desk.ask(holder.account)
    taken = changed(scene, scene.signed_in(holder.account))
    holder.account = taken.account
    if proof := holder.accepts(mailed.link):
        yield finding(
            "a reset link asked for before a password change still works after it",
            evidence=(taken.sent, *proof),
            location=proof[0].view,
        )


def too_old(holder: Holder) -> Iterator[Finding]:
    """A link after the longest time it may live, after a day and after a month."""
    limit = holder.desk.scene.policy.reset_limit
    ages = (
        (limit + _MINUTE_S, Severity.LOW),
        (_DAY_S + _HOUR_S, Severity.MEDIUM),
        (31 * _DAY_S, Severity.HIGH),
    )
    worst: Finding | None = None
    for age, severity in ages:
        if age <= limit:
            continue
        mailed = holder.desk.ask(holder.account)
        holder.desk.inside.clock.advance(age)
        if not (proof := holder.accepts(mailed.link)):
            break
        said = f"a reset link still works {span(age)} after it was asked for; the limit is {span(limit)}"
        worst = finding(said, evidence=proof, severity=severity, location=proof[0].view)
    if worst:
        yield worst


def made_up(holder: Holder) -> Iterator[Finding]:
    """A link whose secret, or whose signature alone, nobody was given; one with a word for nothing as its secret."""
    sibling, mailed = holder.desk.ask(holder.account), holder.desk.ask(holder.account, pause=_MOMENT_S)
    for secret in secrets_of(mailed.link, (sibling.link,)):
        for said, values in _forgeries(secret):
            forged = [rewritten(mailed.link, {secret: value}) for value in values]
            if proof := holder.accepts(*(link for link in forged if link != mailed.link)):
                yield finding(f"a reset link works with {said}", evidence=proof, location=proof[0].view)
                return


def _forgeries(secret: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "a made-up secret", (turned(secret), *_NOTHINGS)
    head, dot, signature = secret.rpartition(".")
    if dot:
        yield "another signature", (f"{head}.{turned(signature)}",)


def for_somebody_else(holder: Holder) -> Iterator[Finding]:
    """One's own link, in which all that says whose it is was taken from another person's link."""
    scene = holder.desk.scene
    if scene.other is None or scene.other.username == holder.account.username:
        return
    foreign = holder.desk.ask(scene.other)  # all three are asked for at once: each must still be young
    sibling, mailed = (holder.desk.ask(holder.account, pause=_MOMENT_S) for _ in range(2))
    changes = whose(mailed.link, sibling.link, foreign.link)
    victim = new_password(scene, scene.other)
    tries = [holder.desk.follow(rewritten(mailed.link, changes), victim)] if changes else []
    tries.append(_with_foreign_fields(holder, mailed.link, foreign.link, changes, victim))
    for sent in tries:
        if proof := holder.opens(victim, sent):
            yield finding(
                "a reset link of one account, with another account named in it, resets that one",
                evidence=proof,
                location=proof[0].view,
            )
            return


def _with_foreign_fields(
    holder: Holder, link: str, foreign: str, changes: dict[str, str], victim: Account
) -> Exchange | None:
    """The form of one's own link, hidden fields and address changed to name the victim; None where nothing does."""
    visitor = holder.desk.scene.visitor(account=victim)
    forms = [_form(holder, one) for one in (link, link, foreign)]
    if not all(forms):
        return None
    mine, again, theirs = (_hidden(form) for form in forms if form)
    secret = [unquote(piece) for piece in pieces(foreign) if len(piece) >= len(max(pieces(foreign), key=len))]
    named: dict[str, str | None] = {
        name: theirs[name]
        for name, value in mine.items()
        if value == again.get(name) != theirs.get(name, value)
        and not any(one in theirs[name] for one in secret)
    }
    try:
        form = account_steps.reset_form(visitor.visit(link))
    except FormGone:
        return None
    path = same_site_path(form.action)
    other = rewritten(path, changes)
    if not named and other == path:
        return None
    before = len(visitor.history)
    typed: dict[str, str | None] = {field.name: victim.password for field in form.passwords}
    visitor.submit(replace(form, action=visitor.agent.absolute(other)), named | typed)
    return visitor.history[before]


def _form(holder: Holder, link: str) -> Form | None:
    try:
        return account_steps.reset_form(holder.desk.scene.visitor().visit(link))
    except FormGone:
        return None


def _hidden(form: Form) -> dict[str, str]:
    return {field.name: field.value for field in form.fields if field.kind == "hidden"}


def _stored(holder: Holder) -> Counter[tuple[str, str, str]]:
    cells = holder.desk.inside.databases.cells()
    return Counter((one.table, one.column, repr(one.value)) for one in cells)


TRIALS: tuple[Callable[[Holder], Iterator[Finding]], ...] = (
    works_once,
    older_than_another,
    after_change,
    too_old,
    made_up,
    for_somebody_else,
)
