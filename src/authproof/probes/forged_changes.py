"""Password, deletion and profile, each tried from another site; the effect is seen on the account."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.changes import Change, deletion_by, field_by, new_password_by, shown
from authproof.probes.crossing import Break, Crossing, lure
from authproof.probes.forgery import Forgery, bait_of, forge, forgeries, travels, without_same_site
from authproof.probes.new_password import new_password, somebody
from authproof.site import Account, Form
from authproof.site.model import ProfileRecipe
from authproof.site.steps import find_form
from authproof.visitor import Scene, Visitor
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody who is in, and the same form as an attacker has it in a session of his own."""

    victim: Visitor
    theirs: Form


def account_changes(scene: Scene) -> tuple[Change, ...]:
    """What the site lets people change; deletion last, for it may end the only account there is."""
    features, found = scene.site.features, list[Change]()
    if features.change:
        found.append(new_password_by(features.change, new_password(scene, scene.user).password))
    if features.profile:
        found.append(field_by(features.profile, _plainest(scene, features.profile)))
    if features.deletion:
        found.append(deletion_by(features.deletion))
    return tuple(found)


def forged_change(scene: Scene, change: Change) -> Iterator[Break]:
    """All forgeries one after the other, then a look at the account, then the control.

    Raises:
        Inconclusive: sent from the site itself the form has no effect either.
    """
    account, attacker = somebody(scene), scene.signed_in(scene.other)
    victim = scene.signed_in(account)
    theirs = find_form(attacker.visit(change.form.path), change.form)
    every = forgeries(find_form(victim.visit(change.form.path), change.form), theirs)
    through, last = travels(scene, victim.cookies, account, every[-1], theirs), None
    for forgery in sorted(every, key=lambda one: not one.blank):
        if not (victim.is_logged_in() or victim.try_log_in()):
            break
        last = _forge(scene, change, forgery, Pair(victim, theirs), account.password)
    if last and (proof := change.effect(scene, account)):
        yield (
            _alone(scene, change, every)
            if scene.site.register
            else _summed_up(change, through, (last, proof))
        )
        return
    victim = scene.signed_in(account)
    form = find_form(victim.visit(change.form.path), change.form)
    current = dict.fromkeys(change.current_fields, account.password)
    victim.submit(form, {**change.typed(form, account), **current})
    if not change.effect(scene, account):
        raise Inconclusive(f"{change.said} not even when the form is sent from the site itself")


def _alone(scene: Scene, change: Change, every: tuple[Forgery, ...]) -> Break:
    """The first forgery that is enough by itself; with somebody else, and once more with a wrong current password.

    Raises:
        Inconclusive: none is.
    """
    for forgery in every:
        pair = _pair(scene, change)
        through = travels(scene, pair.victim.cookies, pair.victim.account, forgery, pair.theirs)
        sent = _forge(scene, change, forgery, pair, pair.victim.account.password)
        if not (proof := change.effect(scene, pair.victim.account)):
            continue
        needs_password = _needs_password(scene, change, forgery)
        return Break(
            through,
            partial(_told, f"{change.said} from another site, {forgery.said}", (sent, proof), needs_password),
            partial(_in_browser, scene, change, forgery),
        )
    raise Inconclusive(f"{change.said} after all forgeries together, and after none of them alone")


def _summed_up(change: Change, through: bool, proof: tuple[Exchange, Exchange]) -> Break:
    """All forgeries together took effect; with one account there is no telling which."""
    said = f"{change.said} from another site"
    once = Unseen("there is one account, and it has been changed already")
    return Break(through, partial(_told, said, proof, bool(change.current_fields)), once)


def _told(said: str, proof: tuple[Exchange, Exchange], needs_password: bool, through: bool) -> Finding:
    more, severity = judge(through=through, needs_password=needs_password)
    return finding(f"{said}{more}", evidence=proof, severity=severity, location=proof[0].view)


def _in_browser(scene: Scene, change: Change, forgery: Forgery, chromium: Chromium) -> Crossing:
    """The same into a real browser of somebody else."""
    pair = _pair(scene, change)
    account = pair.victim.account
    mine = find_form(pair.victim.visit(change.form.path), change.form)
    typed = {**change.typed(mine, account), **dict.fromkeys(change.current_fields, account.password)}
    victim = chromium.signed_in(account)
    bait = bait_of(forgery, mine, pair.theirs, typed)
    return lure(chromium, victim, bait, lambda: change.effect(scene, account) is not None)


def _needs_password(scene: Scene, change: Change, forgery: Forgery) -> bool:
    if not change.current_fields:
        return False
    pair = _pair(scene, change)
    _forge(scene, change, forgery, pair, pair.victim.account.password[::-1])
    return change.effect(scene, pair.victim.account) is None


def judge(*, through: bool, needs_password: bool) -> tuple[str, Severity]:
    """What a browser and the current password make of a form that the app lets through."""
    if needs_password:
        return ", for whoever knows the current password", Severity.LOW
    if not through:
        return "; only the cookie's SameSite keeps browsers from it", Severity.MEDIUM
    return "", Severity.HIGH


def _pair(scene: Scene, change: Change) -> Pair:
    """Another victim, and the attacker's form of this moment."""
    attacker = scene.signed_in(scene.other)
    theirs = find_form(attacker.visit(change.form.path), change.form)
    return Pair(scene.signed_in(somebody(scene)), theirs)


def _forge(scene: Scene, change: Change, forgery: Forgery, pair: Pair, current: str) -> Exchange:
    """Send the forged form with all cookies of the victim's browser."""
    victim = pair.victim
    mine = find_form(victim.visit(change.form.path), change.form)
    browser = scene.visitor(without_same_site(victim.cookies), account=victim.account)
    typed = {**change.typed(mine, victim.account), **dict.fromkeys(change.current_fields, current)}
    return forge(forgery, browser, mine, pair.theirs, typed)


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
