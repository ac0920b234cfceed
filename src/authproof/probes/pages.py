"""The pages of the flow, each seen once as a person sees it: entrances, private pages, pages of one's account."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.findings import Inconclusive, NotApplicable
from authproof.site import steps
from authproof.site.steps import FormGone
from authproof.visitor import Scene, Visitor

HTML = ("text/html", "application/xhtml+xml", "")
# Private pages that are looked at; one app mostly sends the same headers with all of them.
_MOST_PRIVATE = 8
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the flow: its path, the answer, and whether somebody signed in asked for it."""

    path: str
    exchange: Exchange
    private: bool = False


def flow_pages(scene: Scene) -> tuple[Page, ...]:
    """Login, registration, reset, private pages and the pages of one's account: the HTML that is shown there.

    Raises:
        NotApplicable: none of them is HTML.
    """
    found = {page.path: page for page in (*_outer(scene), *_inner(scene)) if is_html(page.exchange)}
    if not found:
        raise NotApplicable("no page of the flow is HTML, looked at login, registration and private pages")
    return tuple(found.values())


def sent_pages(scene: Scene) -> tuple[Page, ...]:
    """What is sent in the flow beside redirects: the pages, JSON answers, and what stands where nothing is."""
    found = {page.path: page for page in (*_outer(scene), *_inner(scene), _missing(scene))}
    login = scene.visitor()
    with suppress(FormGone):
        login.log_in(follow=False)
        found.setdefault(f"the answer of {login.last_exchange.request.path}", _of(login.last_exchange))
    return tuple(page for page in found.values() if page.exchange.response.body and not _moves(page))


def over_https(scene: Scene) -> Scene:
    """The same scene as it is deployed, over https; unchanged where nobody can log in there."""
    if scene.inside is None or not scene.site.base.startswith("http:"):
        return scene
    secured = replace(scene, site=replace(scene.site, base=f"https:{scene.site.base[5:]}"), _regular=None)
    try:
        secured.regular()
    except (Inconclusive, FormGone):
        return scene
    return secured


def is_html(exchange: Exchange) -> bool:
    """Whether a browser shows this answer as a page."""
    response = exchange.response
    return 200 <= response.status < 300 and bool(response.body) and response.media_type in HTML


def named(pages: Iterable[Page]) -> str:
    """The pages' paths, the first few by name."""
    paths = list(dict.fromkeys(page.path for page in pages))
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def evidence(pages: Iterable[Page]) -> tuple[Exchange, ...]:
    """The exchanges that show it, no more than anybody reads."""
    return tuple(page.exchange for page in pages)[:_MOST_NAMED]


def _outer(scene: Scene) -> Iterator[Page]:
    site = scene.site
    forms = [one.form for one in (site.login, site.register, site.features.reset) if one]
    paths = [form.path for form in forms if form.encoding == "form"]
    for path in dict.fromkeys(paths):
        yield _page(scene.visitor(), path)


def _inner(scene: Scene) -> Iterator[Page]:
    features, logout = scene.site.features, scene.site.logout
    paths = [one.path for one in scene.site.witnesses[:_MOST_PRIVATE]]
    paths += [
        one.form.path
        for one in (features.change, features.profile, features.deletion)
        if one and one.form.encoding == "form"
    ]
    if logout and logout.action is not None and logout.encoding == "form":
        paths.append(logout.path)
    visitor = scene.regular()
    for path in dict.fromkeys(paths):
        yield replace(_page(visitor, path), private=True)


def _missing(scene: Scene) -> Page:
    return _page(scene.visitor(), scene.site.at(f"/{scene.people.letters(10)}"))


def _moves(page: Page) -> bool:
    return page.exchange.response.is_redirect or page.exchange.crash is not None


def _page(visitor: Visitor, path: str) -> Page:
    return _of(visitor.visit(path))


def _of(exchange: Exchange) -> Page:
    return Page(steps.path_of(exchange), exchange)
