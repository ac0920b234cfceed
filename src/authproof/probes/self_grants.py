"""Can people give themselves the role? Their own forms, with the column of the role sent along."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from authproof.exchange import Exchange
from authproof.findings import NotApplicable
from authproof.probes.account_row import account_row
from authproof.probes.admin_area import Reached
from authproof.probes.aimed_reads import Pages
from authproof.probes.aimed_writes import forms_of
from authproof.probes.attackers import Attacker
from authproof.probes.extra_fields import aliases
from authproof.probes.roles import Roles, opens
from authproof.probes.ways import linked_pages, pages_inside
from authproof.site import Account, Form
from authproof.site.confirmation import finish
from authproof.site.html import Field
from authproof.site.model import FormRecipe
from authproof.site.steps import FormGone, filled, find_form, register_values, submit
from authproof.visitor import Scene, Visitor

_TICKS = ("true", "on")


def self_grants(scene: Scene, roles: Roles) -> Iterator[Reached]:
    """The forms by which somebody came to hold the role's value, and got a page that was closed."""
    if not (roles.column and roles.closed and scene.site.register):
        return
    yield from _by_registration(scene, roles)
    attacker = Attacker(scene)
    visitor = attacker.ready()
    pages = Pages(pages_inside(scene, visitor), linked_pages(visitor))
    for recipe in forms_of(visitor, pages, ()):
        if not _is_tried_elsewhere(scene, recipe):
            for spelt in _spellings(roles.value):
                if sent := _sent(attacker, recipe, roles, spelt):
                    yield Reached(f"{recipe.action} lets it give itself {roles.made_by}", sent)
                    attacker.visitor = scene.signed_in(scene.new_user())
                    break


def overridden(form: Form, names: Sequence[str], value: str) -> Form:
    """The form with this value under each of the names: in fields that it has, and in new ones."""
    rest = tuple(one for one in form.fields if one.name not in names)
    return replace(form, fields=(*rest, *(Field(name, "hidden", value) for name in names)))


def _by_registration(scene: Scene, roles: Roles) -> Iterator[Reached]:
    """A role in a field that the page hides, or that offers other values; registration-mass-assignment adds fields."""
    recipe = scene.need_registration()
    visitor, account = (
        scene.visitor(),
        scene.people.account(password_length=recipe.password_length, special=recipe.special),
    )
    form = find_form(visitor.visit(recipe.form.path), recipe.form)
    names = aliases(roles.column, next(iter(form.shape), ""))
    value = str(roles.value)
    asked = [one.name for one in form.fields if one.name in names and value not in one.options]
    asked = [one for one in asked if one not in recipe.form.shape or _is_select(form, one)]
    if not asked:
        return
    typed = register_values(recipe, account)
    changed = overridden(form, asked, value)
    answer = submit(
        visitor.agent,
        changed,
        filled(changed, {k: v for k, v in typed.items() if k not in asked}),
        follow=False,
    )
    finish(visitor.agent, recipe, account)
    if _holds(scene, account, roles) and _gets_in(scene, account, roles):
        yield Reached(
            f"{recipe.form.action} lets everybody choose {roles.made_by}, which the page does not offer",
            answer,
        )


def _is_select(form: Form, name: str) -> bool:
    return any(one.name == name and one.kind in {"select", "radio"} for one in form.fields)


def _is_tried_elsewhere(scene: Scene, recipe: FormRecipe) -> bool:
    """Whether registration-mass-assignment sends the column along with this form; the last form ends the account."""
    features = scene.site.features
    own = [one.form for one in (features.profile,) if one]
    return recipe in own or (features.deletion is not None and recipe == features.deletion.form)


def _spellings(value: object) -> tuple[str, ...]:
    return (str(value), *_TICKS) if value == 1 else (str(value),)


def _sent(attacker: Attacker, recipe: FormRecipe, roles: Roles, value: str) -> Exchange | None:
    """The request, if the role is held afterwards and opens what was closed."""
    visitor, scene = attacker.ready(), attacker.scene
    with suppress(FormGone, NotApplicable):
        form = find_form(visitor.visit(recipe.path), recipe)
        names = aliases(roles.column, next(iter(form.shape), ""))
        typed = {k: v for k, v in attacker.typed(form).items() if k not in names}
        changed, before = overridden(form, names, value), len(visitor.history)
        submit(visitor.agent, changed, filled(changed, typed), follow=False)
        if _holds(scene, visitor.account, roles) and _opened(attacker.ready(), roles):
            return visitor.history[before]
    return None


def _holds(scene: Scene, account: Account, roles: Roles) -> bool:
    row = account_row(scene.need_inside().databases.cells(), account)
    return any(cell.column == roles.column and str(cell.value) == str(roles.value) for cell in row)


def _opened(visitor: Visitor, roles: Roles) -> bool:
    return any(opens(visitor, path) for path in roles.closed)


def _gets_in(scene: Scene, account: Account, roles: Roles) -> bool:
    visitor = scene.visitor(account=account)
    return visitor.try_log_in() and _opened(visitor, roles)
