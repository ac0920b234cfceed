"""Trying to change an account without its current password: the field left out, empty, wrong, or not there at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from authproof.checks._new_password import changed, new_password, somebody
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding, note
from authproof.site import Account, Form
from authproof.site.model import ChangeRecipe, DeletionRecipe, FormRecipe, ProfileRecipe
from authproof.site.steps import FormGone, find_form
from authproof.visitor import Scene, Visitor

Values = dict[str, str | None]
Current = Callable[[Account], str | None]
# What stands in the field for the current password. A wrong one has the length and the letters of the right one.
_WRONGS: tuple[tuple[str, Current], ...] = (
    ("with the field for the current password left out", lambda _account: None),
    ("with an empty current password", lambda _account: ""),
    ("with a wrong current password", lambda account: account.password[::-1]),
)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that needs the current password: its form, what is typed besides, and how its effect is seen."""

    said: str
    form: FormRecipe
    current_fields: tuple[str, ...]
    typed: Callable[[Form, Account], Values]
    effect: Callable[[Scene, Account], Exchange | None]
    severity: Severity


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
    change = _password(recipe, new_password(scene, account).password)
    yield from _tried(scene, change, account)
    if scene.visitor(account=account).try_log_in():
        _control(scene, account)


def deletion(scene: Scene) -> Iterator[Finding]:
    """Deletion without the current password; only where people can be made to be deleted."""
    recipe = scene.site.features.deletion
    if recipe is None or scene.site.register is None:
        return
    yield from _tried(scene, _deletion(recipe), somebody(scene))


def address_change(scene: Scene) -> Iterator[Finding]:
    """Another address without the current password, where the field holds the one of the registration."""
    recipe = scene.site.features.profile
    if recipe is None or recipe.email_field is None:
        return
    account = somebody(scene)
    if _shown(scene.signed_in(account), recipe) == account.email:
        yield from _tried(scene, _address(recipe, f"{scene.people.letters(12)}@example.com"), account)


def _tried(scene: Scene, change: Change, account: Account) -> Iterator[Finding]:
    if not change.current_fields:
        yield from _unasked(scene, change, account)
        return
    visitor = scene.signed_in(account)
    for _, current in _WRONGS:
        visitor = _send(scene, visitor, change, current(account))
    if proof := change.effect(scene, account):
        said, sent, proof = _which(scene, change) or (
            "without the current password",
            visitor.last_exchange,
            proof,
        )
        yield finding(
            f"{change.said} {said}", evidence=(sent, proof), severity=change.severity, location=sent.view
        )


def _which(scene: Scene, change: Change) -> tuple[str, Exchange, Exchange] | None:
    """The first of the wrong ways that is enough by itself, each tried with somebody else."""
    for said, current in _WRONGS if scene.site.register else ():
        account = somebody(scene)
        visitor = _send(scene, scene.signed_in(account), change, current(account))
        sent = _last_sent(visitor)
        if proof := change.effect(scene, account):
            return said, sent, proof
    return None


def _unasked(scene: Scene, change: Change, account: Account) -> Iterator[Finding]:
    """No field asks for the password; a session that a remember cookie has begun may be asked for it."""
    visitor, browser = scene.signed_in(account), "a browser that a remember cookie signed in"
    if scene.site.login.remember_field:
        remembered = scene.signed_in(account, remember=True)
        remembered.restart_browser()
        visitor = remembered if remembered.is_logged_in() else visitor
    sent = _last_sent(_send(scene, visitor, change, None, again=False))
    if proof := change.effect(scene, account):
        yield finding(
            f"{change.said} without the current password",
            evidence=(sent, proof),
            severity=change.severity,
            location=sent.view,
        )
    elif visitor.account == account and scene.site.login.remember_field:
        yield note(f"{change.said} without the current password, but not in {browser}", evidence=sent)


def _send(
    scene: Scene, visitor: Visitor, change: Change, current: str | None, *, again: bool = True
) -> Visitor:
    """Open the form and send it with that as current password; who was thrown out signs in again."""
    try:
        form = find_form(visitor.visit(change.form.path), change.form)
    except FormGone:
        if not again:
            return visitor
        visitor = scene.signed_in(visitor.account)
        form = find_form(visitor.visit(change.form.path), change.form)
    asked: Values = dict.fromkeys(change.current_fields, current)
    visitor.submit(form, {**change.typed(form, visitor.account), **asked})
    return visitor


def _last_sent(visitor: Visitor) -> Exchange:
    posts = [one for one in visitor.history if one.request.method == "POST"]
    return posts[-1] if posts else visitor.last_exchange


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


def _password(recipe: ChangeRecipe, new: str) -> Change:
    fresh = tuple(name for name, role in recipe.roles if role == "new")
    return Change(
        f"{recipe.form.path} changes the password",
        recipe.form,
        tuple(name for name, role in recipe.roles if role == "current"),
        lambda _form, _account: dict.fromkeys(fresh, new),
        lambda scene, account: _opens(scene, account.with_password(new)),
        Severity.HIGH,
    )


def _deletion(recipe: DeletionRecipe) -> Change:
    return Change(
        f"{recipe.form.path} deletes the account",
        recipe.form,
        recipe.password_fields,
        lambda form, _account: {one.name: one.value or "on" for one in form.fields if one.kind == "checkbox"},
        _gone,
        Severity.MEDIUM,
    )


def _address(recipe: ProfileRecipe, address: str) -> Change:
    field = recipe.email_field or ""
    return Change(
        f"{recipe.form.path} changes the address",
        recipe.form,
        recipe.password_fields,
        lambda _form, _account: {field: address},
        lambda scene, account: _kept(scene, account, recipe, address),
        Severity.MEDIUM,
    )


def _opens(scene: Scene, account: Account) -> Exchange | None:
    visitor = scene.visitor(account=account)
    if not visitor.try_log_in():
        return None
    if scene.site.register is None:
        scene.user = account
    return visitor.proof


def _gone(scene: Scene, account: Account) -> Exchange | None:
    """The refused login of an account that is gone; a lock is waited out."""
    visitor = scene.visitor(account=account)
    if visitor.try_log_in() or (scene.wait_out_lock() and visitor.try_log_in()):
        return None
    return _last_sent(visitor)


def _kept(scene: Scene, account: Account, recipe: ProfileRecipe, address: str) -> Exchange | None:
    """The form, where it shows the new address to somebody who has just come in by the name that still works."""
    for known in (account, Account(account.username, address, account.password)):
        visitor = scene.visitor(account=known)
        if visitor.try_log_in() and _shown(visitor, recipe) == address:
            return visitor.last_exchange
    return None


def _shown(visitor: Visitor, recipe: ProfileRecipe) -> str | None:
    """What the form has in its field for the address."""
    try:
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
    except FormGone:
        return None
    return next((one.value for one in form.fields if one.name == recipe.email_field), None)
