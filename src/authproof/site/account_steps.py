"""Steps on one's own account: change the password, ask for a reset and follow it, edit, delete."""

import re
from urllib.parse import urlsplit

from authproof.client.agent import UserAgent
from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.site.accounts import Account
from authproof.site.html import Form, read_page
from authproof.site.model import ChangeRecipe, DeletionRecipe, ProfileRecipe, ResetRecipe
from authproof.site.steps import FormGone, filled, find_form, submit

_URL = re.compile(r"https?://[^\s\"'<>]+")


def change_password(agent: UserAgent, recipe: ChangeRecipe, current: str, new: str) -> Exchange:
    """Fill in the change form and send it.

    Raises:
        FormGone: the form is not there.
    """
    form = find_form(agent.get(recipe.form.path), recipe.form)
    typed = {"current": current, "new": new}
    return submit(agent, form, filled(form, {name: typed[role] for name, role in recipe.roles}))


def request_reset(agent: UserAgent, recipe: ResetRecipe, account: Account) -> Exchange:
    """Say that the password is forgotten.

    Raises:
        FormGone: the form is not there.
    """
    form = find_form(agent.get(recipe.form.path), recipe.form)
    return submit(agent, form, filled(form, {recipe.identity_field: account.identity(recipe.identity)}))


def links_in(text: str) -> tuple[str, ...]:
    """Paths and queries of the web addresses in a mail; one written in HTML is read as such."""
    found = [one.replace("&amp;", "&").rstrip(".,;)>") for one in _URL.findall(text)]
    return tuple(dict.fromkeys(map(same_site_path, found)))


def reset_form(exchange: Exchange) -> Form:
    """The form behind a reset link: one that takes a new password and nobody's name.

    Raises:
        FormGone: the page has none.
    """
    for form in read_page(exchange).forms:
        if form.passwords and not form.texts and form.method == "post":
            return form
    raise FormGone(exchange)


def reset_password(agent: UserAgent, link: str, new: str) -> Exchange:
    """Follow a mailed link and choose a new password.

    Raises:
        FormGone: the link shows no form to do so.
    """
    form = reset_form(agent.get(link))
    return submit(agent, form, filled(form, {field.name: new for field in form.passwords}))


def delete_account(agent: UserAgent, recipe: DeletionRecipe, account: Account) -> Exchange:
    """Delete one's account.

    Raises:
        FormGone: the form is not there.
    """
    form = find_form(agent.get(recipe.form.path), recipe.form)
    typed: dict[str, str | None] = dict.fromkeys(recipe.password_fields, account.password)
    return submit(agent, form, filled(form, typed | _ticks(form)))


def edit_profile(
    agent: UserAgent, recipe: ProfileRecipe, account: Account, values: dict[str, str]
) -> Exchange:
    """Change what one's profile says.

    Raises:
        FormGone: the form is not there.
    """
    form = find_form(agent.get(recipe.form.path), recipe.form)
    typed: dict[str, str | None] = dict.fromkeys(recipe.password_fields, account.password)
    return submit(agent, form, filled(form, {**typed, **values}))


def action_path(form: Form) -> str:
    """The path that a form posts to."""
    return urlsplit(form.action).path


def _ticks(form: Form) -> dict[str, str | None]:
    """Boxes that say 'yes, I am sure'."""
    return {field.name: field.value or "on" for field in form.fields if field.kind == "checkbox"}
