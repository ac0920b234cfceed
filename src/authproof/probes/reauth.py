"""Trying to change an account without its current password: the field left out, empty, wrong, or not there at all."""

from collections.abc import Callable, Iterator

from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding, note
from authproof.probes.changes import (
    Change,
    Values,
    deletion_by,
    field_by,
    last_sent,
    new_password_by,
    shown,
)
from authproof.probes.new_password import changed, new_password, somebody
from authproof.site import Account
from authproof.site.steps import FormGone, find_form
from authproof.visitor import Scene, Visitor

Current = Callable[[Account], str | None]
# What stands in the field for the current password. A wrong one has the length and the letters of the right one.
_WRONGS: tuple[tuple[str, Current], ...] = (
    ("with the field for the current password left out", lambda _account: None),
    ("with an empty current password", lambda _account: ""),
    ("with a wrong current password", lambda account: account.password[::-1]),
)


def password_change(scene: Scene) -> Iterator[Finding]:
    """A new password without the current one."""
    recipe = scene.site.features.change
    if recipe is None:
        return
    if not recipe.asks_current:
        taken = changed(scene, scene.signed_in(somebody(scene)))
        yield finding(
            f"{recipe.form.path} changes the password without asking for the current one",
            evidence=taken.sent,
        )
        return
    account = somebody(scene)
    change = new_password_by(recipe, new_password(scene, account).password)
    yield from _tried(scene, change, account)
    if scene.visitor(account=account).try_log_in():
        _control(scene, account)


def deletion(scene: Scene) -> Iterator[Finding]:
    """Deletion without the current password; to be tried last, for it may end the only account there is."""
    recipe = scene.site.features.deletion
    if recipe is None:
        return
    yield from _tried(scene, deletion_by(recipe), somebody(scene), Severity.MEDIUM)


def address_change(scene: Scene) -> Iterator[Finding]:
    """Another address without the current password, where the field holds the one of the registration."""
    recipe = scene.site.features.profile
    if recipe is None or recipe.email_field is None:
        return
    account = somebody(scene)
    if shown(scene.signed_in(account), recipe).get(recipe.email_field) == account.email:
        change = field_by(recipe, recipe.email_field)
        yield from _tried(scene, change, account, Severity.MEDIUM)


def _tried(
    scene: Scene, change: Change, account: Account, severity: Severity = Severity.HIGH
) -> Iterator[Finding]:
    if not change.current_fields:
        yield from _unasked(scene, change, account, severity)
        return
    visitor = scene.signed_in(account)
    for _, current in _WRONGS:
        if visitor.is_logged_in() or visitor.try_log_in():
            _send(visitor, change, current(account))
    if proof := change.effect(scene, account):
        said, sent, proof = _which(scene, change) or (
            "without the current password",
            visitor.last_exchange,
            proof,
        )
        yield finding(f"{change.said} {said}", evidence=(sent, proof), severity=severity, location=sent.view)


def _which(scene: Scene, change: Change) -> tuple[str, Exchange, Exchange] | None:
    """The first of the wrong ways that is enough by itself, each tried with somebody else."""
    for said, current in _WRONGS if scene.site.register else ():
        account = somebody(scene)
        visitor = _send(scene.signed_in(account), change, current(account))
        sent = last_sent(visitor)
        if proof := change.effect(scene, account):
            return said, sent, proof
    return None


def _unasked(scene: Scene, change: Change, account: Account, severity: Severity) -> Iterator[Finding]:
    """No field asks for the password; a session that a remember cookie has begun may be asked for it."""
    visitor, browser = scene.signed_in(account), "a browser that a remember cookie signed in"
    if scene.site.login.remember_field:
        remembered = scene.signed_in(account, remember=True)
        remembered.restart_browser()
        visitor = remembered if remembered.is_logged_in() else visitor
    sent = last_sent(_send(visitor, change, None))
    if proof := change.effect(scene, account):
        yield finding(
            f"{change.said} without the current password",
            evidence=(sent, proof),
            severity=severity,
            location=sent.view,
        )
    elif visitor.account == account and scene.site.login.remember_field:
        yield note(f"{change.said} without the current password, but not in {browser}", evidence=sent)


def _send(visitor: Visitor, change: Change, current: str | None) -> Visitor:
    """Open the form and send it with that as current password; without the form nothing is sent."""
    try:
        form = find_form(visitor.visit(change.form.path), change.form)
    except FormGone:
        return visitor
    asked: Values = dict.fromkeys(change.current_fields, current)
    visitor.submit(form, {**change.typed(form, visitor.account), **asked})
    return visitor


def _control(scene: Scene, account: Account) -> None:
    """With the right password the change goes through, after an hour at the latest.

    Raises:
        Inconclusive: it does not.
    """
    try:
        changed(scene, scene.signed_in(account))
    except (Inconclusive, FormGone):
        if not scene.wait_out_lock():
            raise
        changed(scene, scene.signed_in(account))
