"""Find the way out by its effect: a private page closes, and the same password opens it again."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from authproof.client.agent import UserAgent
from authproof.exchange import Exchange
from authproof.site import steps
from authproof.site.accounts import Account
from authproof.site.crawl import GUESSES, next_paths
from authproof.site.html import read_page
from authproof.site.model import LogoutRecipe, Site
from authproof.site.trail import Trail
from authproof.site.words import suggests

SignIn = Callable[[Site], tuple[UserAgent, Account] | None]
# Candidates beyond these are not tried: each costs a login, and the way out is on every page.
_MOST_TRIES = 16


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Candidates from elsewhere than the pages: what the user named, JSON endpoints; `trail` hears of those tried."""

    wished: str | None = None
    endpoints: tuple[LogoutRecipe, ...] = ()
    trail: Trail = field(default_factory=Trail)


def find_logout(
    sign_in: SignIn, visitor: Callable[[], UserAgent], site: Site, inner: dict[str, Exchange], ways: WaysOut
) -> LogoutRecipe | None:
    """The first candidate that ends the session and leaves the account alone."""
    for candidate in list(_candidates(inner, ways, site))[:_MOST_TRIES]:
        signed_in = sign_in(site)
        if signed_in is None:
            return None
        recipe = _working(candidate, *signed_in, site)
        if recipe and steps.gets_in(visitor(), site, signed_in[1]):
            return recipe
        ways.trail.note("logout", _shown(recipe or candidate), _why(recipe))
    return None


def _shown(recipe: LogoutRecipe) -> str:
    return f"the button for {recipe.action} on {recipe.path}" if recipe.action else f"the link {recipe.path}"


def _why(recipe: LogoutRecipe | None) -> str:
    return "the session ended, and so did the account" if recipe else "the private page stayed open"


def _working(candidate: LogoutRecipe, agent: UserAgent, account: Account, site: Site) -> LogoutRecipe | None:
    """The candidate, or the button on the page that it leads to, if that ended the session."""
    try:
        answer = steps.log_out(agent, candidate)
    except steps.FormGone:
        return None
    if not steps.is_in(agent, site, account):
        return candidate
    asked = [form for form in read_page(answer).forms if form.is_bare and form.method == "post"]
    for form in sorted(asked, key=lambda form: not suggests("logout", form.hint)):
        action = urlsplit(form.action).path
        if candidate.action is None and action == urlsplit(form.page).path:
            steps.submit(agent, form, steps.filled(form, {}))
            if not steps.is_in(agent, site, account):
                return LogoutRecipe(candidate.path, action)
    return None


def _candidates(inner: dict[str, Exchange], ways: WaysOut, site: Site) -> Iterator[LogoutRecipe]:
    """Bare buttons and links of the pages seen from inside: what sounds right and is on most pages first."""
    if ways.wished:
        yield LogoutRecipe(ways.wished)
    sounding = {path: page for path, page in inner.items() if suggests("logout", path)}
    counted: Counter[tuple[bool, LogoutRecipe]] = Counter()
    for path, page in inner.items():
        forms = [form for form in read_page(page).forms if form.is_bare and form.method == "post"]
        counted.update(
            {
                (suggests("logout", form.hint), LogoutRecipe(path, urlsplit(form.action).path))
                for form in forms
            }
        )
        counted.update(
            {(True, LogoutRecipe(link)) for link in next_paths(page, site.root) if suggests("logout", link)}
        )
        links = [link for link in read_page(page).links if suggests("logout", link.hint)]
        counted.update({(True, LogoutRecipe(urlsplit(link.url).path)) for link in links})
    counted.update({(True, LogoutRecipe(path)): 1 for path in sounding})
    shared = Counter(recipe.action or recipe.path for (_, recipe), _count in counted.items())
    ranked = sorted(
        counted,
        key=lambda one: (
            not one[0],
            suggests("harm", one[1].path, one[1].action or ""),
            -shared[one[1].action or one[1].path],
            one[1].path,
        ),
    )
    yield from _first_of_each(recipe for _, recipe in ranked)
    yield from ways.endpoints
    yield from (LogoutRecipe(site.at(path)) for path in GUESSES if suggests("logout", path))


def _first_of_each(recipes: Iterator[LogoutRecipe]) -> Iterator[LogoutRecipe]:
    """The same button stands on every page: one of them is enough."""
    seen: set[tuple[bool, str]] = set()
    for recipe in recipes:
        key = (recipe.action is None, recipe.action or recipe.path)
        if key not in seen:
            seen.add(key)
            yield recipe
