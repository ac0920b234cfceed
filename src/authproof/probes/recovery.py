"""Ways back into an account that ask for nothing but what somebody knows, followed as a stranger would."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.site import Account, Form, read_page
from authproof.site.candidates import recipe_for
from authproof.site.html import Field
from authproof.site.model import FormRecipe
from authproof.site.steps import FormGone, filled, find_form, shows_signed_in, submit
from authproof.site.words import suggests
from authproof.visitor import Scene, Visitor

# Name, answer, new password: more steps than these are no recovery.
_MOST_STEPS = 4
_MOST_FORMS = 4


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What somebody claims to know of an account: who it is, the answer to every question, a password to set."""

    account: Account
    answer: str
    new: str


@dataclass(frozen=True, slots=True)
class Trail:
    """A way that was gone from one public form: all answers, and the private page if it opened at the end."""

    start: FormRecipe
    history: tuple[Exchange, ...]
    opened: Exchange | None


def public_forms(scene: Scene) -> tuple[FormRecipe, ...]:
    """Forms that anybody gets and that take a text, login and registration left out."""
    own = {recipe.action for recipe in _own(scene)}
    found: dict[tuple[str, tuple[str, ...]], FormRecipe] = {}
    for path in scene.site.public:
        for form in read_page(scene.visitor().visit(path)).forms:
            if _typed(form) and form.method == "post" and recipe_for(form).action not in own:
                found.setdefault((recipe_for(form).action, form.shape), recipe_for(form))
    return tuple(found.values())[:_MOST_FORMS]


def follow(scene: Scene, start: FormRecipe, knowledge: Knowledge, address: str) -> Trail:
    """Fill in the form, and the forms that come after it, then try the new password."""
    visitor = scene.visitor(account=knowledge.account, address=address)
    step, chosen = 0, False
    with suppress(FormGone):
        form: Form | None = find_form(visitor.visit(start.path), start)
        while form is not None and step < _MOST_STEPS:
            values = _values(scene, form, knowledge, first=step == 0)
            page = submit(visitor.agent, form, filled(form, values))
            chosen, form, step = chosen or bool(form.passwords), _next(scene, page, form), step + 1
    history = tuple(visitor.history)
    if _is_owner(visitor, knowledge.account):
        return Trail(start, history, visitor.last_exchange)
    fresh = scene.visitor(account=knowledge.account.with_password(knowledge.new), address=address)
    return Trail(start, history, fresh.proof if chosen and fresh.try_log_in() else None)


def _own(scene: Scene) -> Sequence[FormRecipe]:
    register = scene.site.register
    return [scene.site.login.form, *([register.form] if register else [])]


def _next(scene: Scene, page: Exchange, last: Form) -> Form | None:
    """The form that goes on: neither the login nor the registration, nor the same once more."""
    own = {recipe.action for recipe in _own(scene)}
    for form in read_page(page).forms:
        fresh = (recipe_for(form).action, form.shape) != (recipe_for(last).action, last.shape)
        asks = form.method == "post" and (_typed(form) or form.passwords)
        if fresh and asks and recipe_for(form).action not in own:
            return form
    return None


def _typed(form: Form) -> list[Field]:
    return [*form.texts, *(one for one in form.fields if one.kind == "textarea")]


def _values(scene: Scene, form: Form, knowledge: Knowledge, *, first: bool) -> dict[str, str | None]:
    """The name where a name is asked for, the new password where one is chosen, the answer everywhere else."""
    values: dict[str, str | None] = {}
    named = False
    for field in _typed(form):
        if field.kind == "email" or suggests("email", field.hint):
            values[field.name], named = knowledge.account.email, True
        elif field.name == scene.site.login.identity_field or (first and not named):
            values[field.name], named = knowledge.account.identity(scene.site.login.identity), True
        else:
            values[field.name] = knowledge.answer
    values |= dict.fromkeys((one.name for one in form.passwords), knowledge.new)
    for field in form.fields:
        if field.kind == "select" and not field.value:
            values[field.name] = next((one for one in field.options if one), "")
    return values


def _is_owner(visitor: Visitor, account: Account) -> bool:
    guarded = [one for one in visitor.site.witnesses if one.guarded][:1]
    return any(shows_signed_in(visitor.visit(one.path), one, account) for one in guarded)
