"""A person who has answered every question that a site asks, and a stranger who knows the name."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.findings import Inconclusive
from authproof.probes.account_row import account_row
from authproof.probes.crowd import guess, newcomer
from authproof.probes.questions import asking_fields, asks
from authproof.site import Account, read_page
from authproof.site.account_steps import edit_profile
from authproof.site.confirmation import finish
from authproof.site.steps import FormGone, find_form, path_of, register_values
from authproof.visitor import Scene, Visitor


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is, the word given to every question, a password to choose later, and the fields that asked."""

    account: Account
    answer: str
    new: str
    asked: tuple[str, ...] = ()


def person(scene: Scene, address: str) -> Person:
    """Somebody new who gave a word of their own to every question; the user where nobody can register.

    Raises:
        Inconclusive: the new account cannot log in.
    """
    answer, new = scene.people.letters(12), scene.people.password(len(scene.user.password))
    recipe = scene.site.register
    if recipe is None:
        return Person(scene.user, answer, new)
    account = newcomer(scene)
    visitor = scene.visitor(account=account, address=address)
    page = visitor.visit(recipe.form.path)
    form = find_form(page, recipe.form)
    taken = {scene.site.login.identity_field, *recipe.fields_for("email"), *recipe.fields_for("password")}
    asked = tuple(one.name for one in asking_fields(page, form) if one.name not in taken and not one.options)
    visitor.submit(form, {**register_values(recipe, account), **dict.fromkeys(asked, answer)})
    finish(visitor.agent, recipe, account)
    inside = scene.visitor(account=account, address=address)
    if not inside.try_log_in():
        raise Inconclusive("a new account could be registered, but not logged in")
    return Person(account, answer, new, (*asked, *_in_profile(scene, inside, answer)))


def stranger(scene: Scene, owner: Person, address: str) -> Sequence[Exchange]:
    """What a stranger sees who types the name and a wrong password."""
    return guess(scene, owner.account.with_password(owner.new), address).history


def shown_hint(seen: Iterable[Exchange], owner: Person) -> Exchange | None:
    """An answer that holds the owner's word, which the request did not bring."""
    return next((one for one in seen if owner.answer in one.response.text), None)


def asking_forms(scene: Scene) -> tuple[str, ...]:
    """The fields that sound like a question, on every form that was seen, as a sentence names them."""
    profile, register = scene.site.features.profile, scene.site.register
    outer = [*scene.site.public, scene.site.login.form.path, *([register.form.path] if register else [])]
    pages = [scene.visitor().visit(path) for path in dict.fromkeys(outer)]
    pages += [scene.regular().visit(profile.form.path)] if profile else []
    found = [
        f"the field {field.name!r} on {path_of(page)}"
        for page in pages
        for form in read_page(page).forms
        for field in asking_fields(page, form)
    ]
    return tuple(dict.fromkeys(found))


def asking_columns(scene: Scene) -> Iterator[str]:
    """The columns of the user's row that sound so."""
    cells = scene.inside.databases.cells() if scene.inside else ()
    for cell in account_row(cells, scene.user):
        if asks(cell.column):
            yield f"the column {cell.table}.{cell.column}"


def _in_profile(scene: Scene, visitor: Visitor, answer: str) -> tuple[str, ...]:
    """Answer the questions of the profile as well; the fields that asked."""
    recipe = scene.site.features.profile
    if recipe is None:
        return ()
    page = visitor.visit(recipe.form.path)
    with suppress(FormGone):
        form = find_form(page, recipe.form)
        asked = tuple(one.name for one in asking_fields(page, form) if one.name in recipe.fields)
        if asked:
            edit_profile(visitor.agent, recipe, visitor.account, dict.fromkeys(asked, answer))
        return asked
    return ()
