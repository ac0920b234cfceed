"""What changes an account: a form, what is typed into it, and how it is seen afterwards that it took effect."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.site import Account, Form
from authproof.site.model import ChangeRecipe, DeletionRecipe, FormRecipe, ProfileRecipe
from authproof.site.steps import FormGone, find_form
from authproof.visitor import Scene, Visitor

Values = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an account: `current_fields` take the current password, `typed` is what stands in the others.

    `effect` gives what shows that the account has changed, None where it has not.
    """

    said: str
    form: FormRecipe
    current_fields: tuple[str, ...]
    typed: Callable[[Form, Account], Values]
    effect: Callable[[Scene, Account], Exchange | None]


def new_password_by(recipe: ChangeRecipe, new: str) -> Change:
    """The change to this password, seen by a login with it."""
    fresh = tuple(name for name, role in recipe.roles if role == "new")
    return Change(
        f"{recipe.form.path} changes the password",
        recipe.form,
        tuple(name for name, role in recipe.roles if role == "current"),
        lambda _form, _account: dict.fromkeys(fresh, new),
        lambda scene, account: _opened(scene, account.with_password(new)),
    )


def deletion_by(recipe: DeletionRecipe) -> Change:
    """The end of the account, seen by a login that is refused."""
    return Change(
        f"{recipe.form.path} deletes the account",
        recipe.form,
        recipe.password_fields,
        lambda form, _account: ticks(form),
        _refused,
    )


def field_by(recipe: ProfileRecipe, field: str) -> Change:
    """Another value in one's profile, another for each person, seen by opening the form again."""
    address = field == recipe.email_field
    return Change(
        f"{recipe.form.path} changes `{field}`",
        recipe.form,
        recipe.password_fields,
        lambda _form, account: {field: _another(account, address=address)},
        lambda scene, account: _kept(scene, account, recipe, field),
    )


def ticks(form: Form) -> Values:
    """Every box of a form ticked: they say 'yes, I am sure'."""
    return {one.name: one.value or "on" for one in form.fields if one.kind == "checkbox"}


def shown(visitor: Visitor, recipe: ProfileRecipe) -> dict[str, str]:
    """What the profile has in its fields for this visitor; nothing where it does not open."""
    try:
        form = find_form(visitor.visit(recipe.form.path), recipe.form)
    except FormGone:
        return {}
    return {one.name: one.value for one in form.fields if one.name in recipe.fields}


def last_sent(visitor: Visitor) -> Exchange:
    """The latest request that sent something."""
    sent = [one for one in visitor.history if one.request.method == "POST"]
    return sent[-1] if sent else visitor.last_exchange


def _opened(scene: Scene, account: Account) -> Exchange | None:
    visitor = scene.visitor(account=account)
    if not visitor.try_log_in():
        return None
    if scene.site.register is None:
        scene.user = account
    return visitor.proof


def _refused(scene: Scene, account: Account) -> Exchange | None:
    """The refused login of an account that is gone; a lock is waited out."""
    visitor = scene.visitor(account=account)
    if visitor.try_log_in() or (scene.wait_out_lock() and visitor.try_log_in()):
        return None
    return last_sent(visitor)


def _kept(scene: Scene, account: Account, recipe: ProfileRecipe, field: str) -> Exchange | None:
    """The form with the new value, opened by whatever name the person now logs in with."""
    value = _another(account, address=field == recipe.email_field)
    name = value.partition("@")[0]
    for known in (
        account,
        replace(account, email=value),
        replace(account, username=value),
        replace(account, username=name, email=value),
    ):
        visitor = scene.visitor(account=known)
        if visitor.try_log_in():
            return visitor.last_exchange if shown(visitor, recipe).get(field) == value else None
    return None


def _another(account: Account, *, address: bool) -> str:
    word = f"{account.username[::-1]}x"
    return f"{word}@example.com" if address else word
