"""Walk through the pages of the target, as far as links lead, within a bound."""

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from authproof.client.urls import leaves_site, same_site_path, where_leads
from authproof.exchange import Exchange
from authproof.site.html import read_page
from authproof.site.words import suggests

MOST_PAGES = 60
# Where a login may live that nothing links to: the field's common addresses, tried after links and URL map.
GUESSES = (
    "/login",
    "/signin",
    "/auth/login",
    "/users/login",
    "/user/login",
    "/account/login",
    "/accounts/login",
    "/accounts/login/",
    "/login/",
    "/admin/",
    "/register",
    "/signup",
    "/auth/register",
    "/users/register",
    "/account/register",
    "/register/",
    "/logout",
    "/auth/logout",
    "/dashboard",
    "/profile",
    "/account",
    "/home",
    "/me",
    "/api/me",
    "/api/user",
    "/api/account",
    "/api/profile",
)


class Browser(Protocol):
    """Whoever opens pages: a user agent, or one that stays signed in."""

    def get(self, path: str, /, *, follow: bool = True) -> Exchange:
        """Open a page."""


def crawl(
    agent: Browser, starts: Iterable[str], *, limit: int = MOST_PAGES, root: str = ""
) -> dict[str, Exchange]:
    """Visit the paths and what they link to below `root`; returns each path's first answer, redirects not followed.

    A redirect's target is visited like a link. What may sign out or delete something comes last.
    """
    waiting, seen = list(dict.fromkeys(starts)), dict[str, Exchange]()
    while waiting and len(seen) < limit:
        path = waiting.pop(0)
        if path in seen:
            continue
        exchange = agent.get(path, follow=False)
        seen[path] = exchange
        waiting += [one for one in next_paths(exchange, root) if one not in seen and one not in waiting]
        waiting.sort(key=risk)
    return seen


def next_paths(exchange: Exchange, root: str = "") -> list[str]:
    """Same-site paths below `root` that a page leads to: its redirect, its links, the actions of its GET forms."""
    page, url = read_page(exchange), exchange.request.url
    urls = [link.url for link in page.links if link.url.startswith("http")]
    if exchange.response.is_redirect:
        urls.insert(0, where_leads(exchange.response.location, url) or "")
    if page.refresh:
        urls.insert(0, page.refresh)
    paths = dict.fromkeys(same_site_path(one) for one in urls if one and not leaves_site(one, url))
    return [path for path in paths if is_below(root, path)]


def is_below(root: str, path: str) -> bool:
    """Whether a path belongs to the site at `root`."""
    return not root or f"{path.partition('?')[0]}/".startswith(f"{root}/")


def risk(path: str) -> int:
    """How much opening this may spoil: 0 nothing, 1 it may destroy something, 2 it may end the session."""
    return 2 if suggests("logout", path) else int(suggests("harm", path))


def is_risky(path: str) -> bool:
    """Whether opening this may end the session or destroy something."""
    return risk(path) > 0


def query_of(path: str) -> str:
    """The query of a path."""
    return urlsplit(path).query
