"""Registrations that end with a mailed link: who registers opens what came by mail, as a person does."""

from urllib.parse import urlsplit

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site import steps
from authproof.site.account_steps import links_in
from authproof.site.accounts import Account
from authproof.site.crawl import is_risky
from authproof.site.html import read_page
from authproof.site.model import RegisterRecipe


def register(agent: UserAgent, recipe: RegisterRecipe, account: Account, *, query: str = "") -> Exchange:
    """Register, and open the links that are mailed where the site wants that; returns the answer to the form.

    Raises:
        FormGone: the page shows no registration form.
    """
    before = len(agent.inbox(account.email)) if recipe.confirmed else 0
    answer = steps.register(agent, recipe, account, query=query)
    finish(agent, recipe, account, before)
    return answer


def finish(agent: UserAgent, recipe: RegisterRecipe, account: Account, read: int = 0) -> None:
    """Open the mailed link where the site wants that, once the form was sent; so many mails were read before."""
    if recipe.confirmed:
        confirm(agent, agent.inbox(account.email)[read:])


def confirm(agent: UserAgent, letters: list[str]) -> bool:
    """Open the links in the first of these mails that has one, and press a button that asks there.

    False where none has a link.
    """
    links = next(filter(None, map(links_in, letters)), ())
    for link in links:
        if not is_risky(link):
            _press(agent, agent.get(link))
    return bool(links)


def _press(agent: UserAgent, page: Exchange) -> None:
    """The button of a page that waits for a person, for mail programs open links too."""
    for form in read_page(page).forms:
        at_home = urlsplit(form.action).path == urlsplit(form.page).path
        if at_home and form.is_bare and form.method == "post":
            steps.submit(agent, form, steps.filled(form, {}))
