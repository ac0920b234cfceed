"""Find what a site offers beside the login, by what forms do: change the password, reset it, edit, delete.

Each form that could do it is tried with a made-up person of its own: the target is a private copy.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlsplit

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site import account_steps, steps
from authproof.site.accounts import Account, AccountMaker
from authproof.site.candidates import recipe_for
from authproof.site.html import Form, read_page
from authproof.site.json_api import json_changes
from authproof.site.model import ChangeRecipe, DeletionRecipe, Features, ProfileRecipe, ResetRecipe, Site
from authproof.site.trail import Trail, shown
from authproof.site.words import suggests

# Forms of one kind that are tried before we say that there is none.
_MOST_TRIES = 6
_ORDERS = {
    1: (("new",),),
    2: (("current", "new"), ("new", "new")),
    3: (("current", "new", "new"), ("new", "new", "current")),
}
Mails = Callable[[], list[str]]
Recipe = TypeVar("Recipe")


@dataclass(frozen=True, slots=True)
class Bench:
    """What the trials need: fresh browsers, fresh people who are in, and the mails that the target sent."""

    visitor: Callable[[], UserAgent]
    sign_in: Callable[[Site], tuple[UserAgent, Account] | None]
    people: AccountMaker
    mails: Mails
    trail: Trail = field(default_factory=Trail)


# What did not happen when a form was tried in vain.
_WHY = {
    "change": "the new password did not open the account, or the old one still did",
    "reset": "no mail with a link came that led to a new password",
    "deletion": "the account still opened afterwards",
    "profile": "what was typed was not there afterwards",
}
# The kinds of features, each tried by itself where a trial may spoil the only account there is.
KINDS = ("change", "reset", "deletion", "profile")


def find_features(
    bench: Bench,
    site: Site,
    outer: Iterable[Exchange],
    inner: Iterable[Exchange],
    post_paths: Iterable[str] = (),
    kinds: tuple[str, ...] = KINDS,
    put_paths: Iterable[tuple[str, str]] = (),
) -> Features:
    """What works, of these kinds; `post_paths` are addresses for those who speak JSON, `put_paths` with a method."""
    forms = _forms(inner, site)
    fitting = _change_candidates(forms) if "change" in kinds else ()
    change = _first(bench, "change", ((form, _try_change(bench, site, form)) for form in fitting))
    endpoints = [*((path, "post") for path in post_paths), *put_paths]
    if change is None and "change" in kinds:
        change = next(
            filter(None, (_try_json_change(bench, site, one) for one in json_changes(endpoints))), None
        )
    used = [recipe.form for recipe in (change,) if recipe]
    rest = [form for form in forms if recipe_for(form) not in used]
    asked = _reset_candidates(outer) if "reset" in kinds else ()
    ended = _deletion_candidates(rest, site) if "deletion" in kinds else ()
    edited = _profile_candidates(rest) if "profile" in kinds else ()
    return Features(
        change,
        _first(bench, "reset", ((form, _try_reset(bench, site, form, kind)) for form, kind in asked)),
        _first(bench, "deletion", ((form, _try_deletion(bench, site, form)) for form in ended)),
        _first(bench, "profile", ((form, _try_profile(bench, site, form)) for form in edited)),
    )


def _forms(pages: Iterable[Exchange], site: Site) -> list[Form]:
    """Forms that change something, seen from inside, each once; login and registration left out."""
    known = {site.login.form.action, site.register.form.action if site.register else ""}
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for page in pages:
        for form in read_page(page).forms:
            if form.method == "post" and account_steps.action_path(form) not in known:
                found.setdefault((account_steps.action_path(form), form.shape), form)
    return list(found.values())


def _change_candidates(forms: list[Form]) -> Iterator[Form]:
    ranked = sorted(
        (form for form in forms if 1 <= len(form.passwords) <= 3), key=lambda form: -len(form.passwords)
    )
    yield from ranked[:_MOST_TRIES]


def _try_change(bench: Bench, site: Site, form: Form) -> ChangeRecipe | None:
    for order in _orders(form):
        names = tuple(field.name for field in form.passwords)
        recipe = ChangeRecipe(recipe_for(form), tuple(zip(names, order, strict=True)))
        signed_in = bench.sign_in(site)
        if signed_in and _changes(bench, site, recipe, *signed_in):
            return recipe
    return None


def _try_json_change(bench: Bench, site: Site, recipe: ChangeRecipe) -> ChangeRecipe | None:
    signed_in = bench.sign_in(site)
    return recipe if signed_in and _changes(bench, site, recipe, *signed_in) else None


def _orders(form: Form) -> tuple[tuple[str, ...], ...]:
    """What each password control may mean; what the page itself says goes first."""
    said = tuple(
        {"current-password": "current", "new-password": "new"}.get(one.autocomplete, "")
        for one in form.passwords
    )
    orders = _ORDERS[len(form.passwords)]
    return (said, *(one for one in orders if one != said)) if all(said) and "new" in said else orders


def _changes(bench: Bench, site: Site, recipe: ChangeRecipe, agent: UserAgent, account: Account) -> bool:
    """Whether the new password opens the account afterwards, and the old one does not."""
    new = account.with_password(bench.people.password(len(account.password)))
    try:
        account_steps.change_password(agent, recipe, account.password, new.password)
    except steps.FormGone:
        return False
    return steps.gets_in(bench.visitor(), site, new) and not steps.gets_in(bench.visitor(), site, account)


def _reset_candidates(pages: Iterable[Exchange]) -> Iterator[tuple[Form, str]]:
    forms = [form for page in pages for form in read_page(page).forms]
    fitting = [
        form for form in forms if form.method == "post" and len(form.texts) == 1 and not form.passwords
    ]
    for form in list({(account_steps.action_path(form), form.shape): form for form in fitting}.values())[
        :_MOST_TRIES
    ]:
        yield form, "email"
        if form.texts[0].kind != "email":
            yield form, "username"


def _try_reset(bench: Bench, site: Site, form: Form, kind: str) -> ResetRecipe | None:
    """A mail whose link leads to a form for a new password, and that password then opens the account."""
    signed_in = bench.sign_in(site)
    if signed_in is None:
        return None
    account, recipe = signed_in[1], ResetRecipe(recipe_for(form), form.texts[0].name, kind)
    before = len(bench.mails())
    try:
        account_steps.request_reset(bench.visitor(), recipe, account)
    except steps.FormGone:
        return None
    new = account.with_password(bench.people.password(len(account.password)))
    links = [link for mail in bench.mails()[before:] for link in account_steps.links_in(mail)]
    return recipe if any(_resets(bench, site, link, new) for link in links) else None


def _resets(bench: Bench, site: Site, link: str, new: Account) -> bool:
    try:
        account_steps.reset_password(bench.visitor(), link, new.password)
    except steps.FormGone:
        return False
    return steps.gets_in(bench.visitor(), site, new)


def _deletion_candidates(forms: list[Form], site: Site) -> Iterator[Form]:
    """Forms that sound like it, then bare buttons; never the logout."""
    logout = site.logout.action or site.logout.path if site.logout else None
    fitting = [
        form
        for form in forms
        if not form.texts and len(form.passwords) <= 1 and account_steps.action_path(form) != logout
    ]
    ranked = sorted(fitting, key=lambda form: not suggests("harm", form.hint, form.page))
    yield from ranked[:_MOST_TRIES]


def _try_deletion(bench: Bench, site: Site, form: Form) -> DeletionRecipe | None:
    signed_in = bench.sign_in(site)
    if signed_in is None:
        return None
    recipe = DeletionRecipe(recipe_for(form), tuple(field.name for field in form.passwords))
    try:
        account_steps.delete_account(signed_in[0], recipe, signed_in[1])
    except steps.FormGone:
        return None
    return None if steps.gets_in(bench.visitor(), site, signed_in[1]) else recipe


def _profile_candidates(forms: list[Form]) -> Iterator[Form]:
    fitting = [
        form
        for form in forms
        if len(form.passwords) <= 1
        and any(field.is_text or field.kind == "textarea" for field in form.fields)
    ]
    yield from sorted(fitting, key=lambda form: -sum(bool(field.value) for field in form.texts))[:_MOST_TRIES]


def _try_profile(bench: Bench, site: Site, form: Form) -> ProfileRecipe | None:
    """A form that shows afterwards what was written into it."""
    signed_in = bench.sign_in(site)
    if signed_in is None:
        return None
    agent, account = signed_in
    typed = {
        field.name: _typed(field.kind, suggests("email", field.hint), bench.people)
        for field in form.fields
        if (field.is_text or field.kind == "textarea") and not site.only_name(field.value, account.username)
    }
    recipe = ProfileRecipe(
        recipe_for(form), tuple(typed), None, tuple(field.name for field in form.passwords)
    )
    try:
        account_steps.edit_profile(agent, recipe, account, typed)
        again = steps.find_form(agent.get(recipe.form.path), recipe.form)
    except steps.FormGone:
        return None
    kept = tuple(field.name for field in again.fields if typed.get(field.name) == field.value)
    addresses = [name for name in kept if "@" in typed[name]]
    return replace(recipe, fields=kept, email_field=next(iter(addresses), None)) if kept else None


def _typed(kind: str, address: bool, people: AccountMaker) -> str:
    word = people.letters(12)
    return f"{word}@example.com" if address or kind == "email" else word


def _first(bench: Bench, kind: str, tried: Iterable[tuple[Form, Recipe | None]]) -> Recipe | None:
    """The first that works; the trail hears of the others."""
    for form, recipe in tried:
        if recipe is not None:
            return recipe
        bench.trail.note(kind, f"{shown(form)} on {urlsplit(form.page).path}", _WHY[kind])
    return None
