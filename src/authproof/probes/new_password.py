"""The ways to a new password: the change form inside, the mailed link outside. Each is taken and proved by a login."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from authproof.exchange import Exchange
from authproof.findings import Inconclusive, NotApplicable
from authproof.probes.reset import ResetDesk
from authproof.site import Account, Form, account_steps, read_page
from authproof.site.model import ChangeRecipe
from authproof.site.steps import find_form
from authproof.visitor import Scene, Visitor


@dataclass(frozen=True, slots=True)
class Taken:
    """A way that was taken: the account with its new password, and the request that gave it."""

    account: Account
    sent: Exchange


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a new password; `take` goes it as somebody who is in.

    `mailed`: it goes by a mailed link, outside of any session.
    """

    said: str
    take: Callable[[Scene, Visitor], Taken]
    mailed: bool = False


def somebody(scene: Scene) -> Account:
    """Somebody whose password may be changed: a newcomer, or the one there is where nobody can register."""
    return scene.new_user() if scene.site.register else scene.user


def new_password(scene: Scene, account: Account) -> Account:
    """The same person with another password of the same kind."""
    special = scene.site.register.special if scene.site.register else True
    return account.with_password(scene.people.password(max(12, len(account.password)), special=special))


def need_change(scene: Scene) -> ChangeRecipe:
    """The password change.

    Raises:
        NotApplicable: there is none.
    """
    if scene.site.features.change is None:
        raise NotApplicable(
            "no password change was found, looked inside for a form that takes a new password"
        )
    return scene.site.features.change


def ways(scene: Scene) -> tuple[Way, ...]:
    """The ways that the site has.

    Raises:
        NotApplicable: it has none.
    """
    features = scene.site.features
    found = (
        *((Way("changing the password", changed),) if features.change else ()),
        *(
            (Way("resetting the password by mail", reset, mailed=True),)
            if features.reset and scene.inside
            else ()
        ),
    )
    if not found:
        raise NotApplicable(
            "no way to a new password was found, looked for a change form inside and a mailed link"
        )
    return found


def with_more_ticked(scene: Scene, visitor: Visitor) -> Way | None:
    """Changing the password with every box of the form ticked, None where it has none that is not."""
    if scene.site.features.change is None:
        return None
    boxes = _unticked(_change_form(scene, visitor))
    if not boxes:
        return None
    named = ", ".join(f"`{name}`" for name in boxes)
    return Way(f"ticking {named} and changing the password", partial(changed, tick=True))


def changed(scene: Scene, visitor: Visitor, *, tick: bool = False) -> Taken:
    """Fill in the change form.

    Raises:
        Inconclusive: the new password does not open the account afterwards.
    """
    recipe, old = need_change(scene), visitor.account
    new = new_password(scene, old)
    form = _change_form(scene, visitor)
    typed: dict[str, str | None] = {
        name: old.password if role == "current" else new.password for name, role in recipe.roles
    }
    before = len(visitor.history)
    visitor.submit(form, typed | (_unticked(form) if tick else {}))
    return _proved(scene, old, new, visitor.history[before])


def reset(scene: Scene, visitor: Visitor) -> Taken:
    """Ask for a link and follow it, in a browser of one's own.

    Raises:
        Inconclusive: the new password does not open the account afterwards.
    """
    desk, old = ResetDesk(scene), visitor.account
    new = new_password(scene, old)
    sent = desk.follow(
        desk.ask(old, pause=0).link, new
    )  # no time goes by: what is left behind might end by itself
    if sent is None:
        raise Inconclusive("the mailed link showed no form for a new password")
    return _proved(scene, old, new, sent)


def buttons(visitor: Visitor, paths: tuple[str, ...], *, leave_out: tuple[str, ...]) -> Iterator[Form]:
    """Bare POST forms on pages that this visitor sees, each action once, those of the given paths left out."""
    seen = list(leave_out)
    for path in paths:
        for form in read_page(visitor.visit(path)).forms:
            action = account_steps.action_path(form)
            if form.is_bare and form.method == "post" and action not in seen:
                seen.append(action)
                yield form


def _change_form(scene: Scene, visitor: Visitor) -> Form:
    recipe = need_change(scene)
    return find_form(visitor.visit(recipe.form.path), recipe.form)


def _unticked(form: Form) -> dict[str, str | None]:
    return {one.name: one.value or "on" for one in form.fields if one.kind == "checkbox" and not one.checked}


def _proved(scene: Scene, old: Account, new: Account, sent: Exchange) -> Taken:
    if not scene.visitor(account=new).try_log_in():
        raise Inconclusive(
            f"after a new password was sent to {sent.request.path}, it does not open the account"
        )
    if old == scene.user:
        scene.user = new
    return Taken(new, sent)
