"""Password, deletion and profile, each tried from another site; the effect is seen on the account."""

from collections.abc import Iterator

from authproof.checks._changes import Change, deletion_by, field_by, new_password_by, shown
from authproof.checks._forgery import Forgery, forge, forgeries, travels, without_same_site
from authproof.checks._new_password import new_password, somebody
from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.site import Account, Form
from authproof.site.model import ProfileRecipe
from authproof.site.steps import find_form
from authproof.visitor import Scene, Visitor

Forms = tuple[Form, Form]


def account_changes(scene: Scene) -> tuple[Change, ...]:
    """What the site lets people change; deletion only where more people can be made."""
    features, found = scene.site.features, list[Change]()
    if features.change:
        found.append(new_password_by(features.change, new_password(scene, scene.user).password))
    if features.profile:
        found.append(field_by(features.profile, _plainest(scene, features.profile)))
    if features.deletion and scene.site.register:
        found.append(deletion_by(features.deletion))
    return tuple(found)


def forged_change(scene: Scene, change: Change) -> Iterator[Finding]:
    """All forgeries one after the other, then a look at the account, then the control.

    Raises:
        Inconclusive: sent from the site itself the form has no effect either.
    """
    account, attacker = somebody(scene), scene.signed_in(scene.other)
    victim = scene.signed_in(account)
    every = forgeries(*_forms(change, victim, attacker))
    for forgery in every:
        if not (victim.is_logged_in() or victim.try_log_in()):
            break
        _forge(change, forgery, victim, attacker)
    if change.effect(scene, account):
        yield from _told(scene, change, every, attacker)
        return
    victim = scene.signed_in(account)
    form = find_form(victim.visit(change.form.path), change.form)
    victim.submit(
        form, {**change.typed(form, account), **dict.fromkeys(change.current_fields, account.password)}
    )
    if not change.effect(scene, account):
        raise Inconclusive(f"{change.said} not even when the form is sent from the site itself")


def _told(scene: Scene, change: Change, every: tuple[Forgery, ...], attacker: Visitor) -> Iterator[Finding]:
    """The first forgery that is enough by itself, with somebody else; one that SameSite lets through goes first."""
    blocked: Finding | None = None
    for forgery in every:
        account = somebody(scene)
        victim = scene.signed_in(account)
        through = travels(scene, victim.cookies, account, forgery, _forms(change, victim, attacker)[0])
        sent = _forge(change, forgery, victim, attacker)
        if not (proof := change.effect(scene, account)):
            continue
        found = _finding(change, forgery, through, (sent, proof))
        if through:
            yield found
            return
        blocked = blocked or found
    if blocked is None:
        raise Inconclusive(f"{change.said} after all forgeries together, and after none of them alone")
    yield blocked


def _finding(change: Change, forgery: Forgery, through: bool, proof: tuple[Exchange, Exchange]) -> Finding:
    said, severity = judge(through=through, needs_password=bool(change.current_fields))
    return finding(
        f"{change.said} {forgery.said} on another site{said}",
        evidence=proof,
        severity=severity,
        location=proof[0].view,
    )


def judge(*, through: bool, needs_password: bool) -> tuple[str, Severity]:
    """What a browser and the current password make of a form that the app lets through."""
    if needs_password:
        return ", for whoever knows the current password", Severity.LOW
    if not through:
        return "; only the cookie's SameSite keeps browsers from it", Severity.MEDIUM
    return "", Severity.HIGH


def _forge(change: Change, forgery: Forgery, victim: Visitor, attacker: Visitor) -> Exchange:
    """Send the forged form with all cookies of the victim's browser."""
    mine, theirs = _forms(change, victim, attacker)
    jar = without_same_site(victim.cookies)
    browser = Visitor(UserAgent(victim.agent.client, victim.agent.base, jar), victim.site, victim.account)
    typed = {
        **change.typed(mine, victim.account),
        **dict.fromkeys(change.current_fields, victim.account.password),
    }
    return forge(forgery, browser, mine, theirs, typed)


def _forms(change: Change, victim: Visitor, attacker: Visitor) -> Forms:
    """The form as the victim has it, and as the attacker has it in a session of his own, which may have ended."""
    if not attacker.is_logged_in():
        attacker.try_log_in()
    return (
        find_form(victim.visit(change.form.path), change.form),
        find_form(attacker.visit(change.form.path), change.form),
    )


def _plainest(scene: Scene, recipe: ProfileRecipe) -> str:
    """A field of the profile by which nobody is known, if there is one."""
    known: Account = scene.user
    values = shown(scene.signed_in(), recipe)
    plain = [name for name, value in values.items() if value not in {known.username, known.email}]
    return (
        next((name for name in plain if name != recipe.email_field), None)
        or recipe.email_field
        or recipe.fields[0]
    )
