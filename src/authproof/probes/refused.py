"""Pages that turn strangers away: what only their owners read there, and what a stranger got all the same."""

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from authproof.client.urls import same_site_path, where_leads
from authproof.exchange import Exchange
from authproof.findings import Severity
from authproof.probes.strangers import WORDS, lines, nameless
from authproof.probes.ways import pages_inside
from authproof.site import Account
from authproof.site.crawl import is_risky
from authproof.target.views import ViewWatch
from authproof.visitor import Scene, Visitor

# Pages that are tried, and public pages that are read to know what anybody may read.
_MOST_PAGES, _MOST_PUBLIC = 10, 24
# One short line in common says nothing: an error page may well be titled as the page is.
_FEWEST, _LONG = 2, 24


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A page that opens for its owner and turns strangers away.

    `names` are its owner's that no public page shows, `own` are its lines that no public page shows, `holed` those
    that name the owner with the name taken out. `outside` is what a stranger was answered, redirects followed; `ran`
    are the views whose code ran for the owner and not for the stranger.
    """

    path: str
    names: tuple[str, ...]
    own: tuple[str, ...]
    holed: tuple[str, ...]
    inside: Exchange
    outside: tuple[Exchange, ...] = ()
    ran: tuple[str, ...] = ()

    @property
    def leaks(self) -> bool:
        """Whether the refusal itself holds the page (execution-after-redirect judges that)."""
        return any(self.shown_in(one) for one in self.outside)

    def shown_in(self, answer: Exchange) -> bool:
        """Whether an answer to a stranger holds the page: its owner's name, or what else only the owner reads.

        A name that the request itself holds says nothing.
        """
        names = [name for name in self.names if name not in answer.request.url]
        text = html.unescape(answer.response.text)
        return any(name in text for name in names) or self._told(lines(answer))

    def _told(self, told: Collection[str]) -> bool:
        """Whether a line with a hole is there, or half of the others; a single one must be long."""
        shared = [line for line in self.own if line in told]
        enough = len(shared) >= _FEWEST or any(len(line) >= _LONG for line in shared)
        return any(line in told for line in self.holed) or (enough and 2 * len(shared) >= len(self.own))


@dataclass(frozen=True)
class Grounds:
    """What opens for the user, what is public, and the pages that turn strangers away."""

    scene: Scene

    @cached_property
    def inside(self) -> dict[str, Exchange]:
        """Every page that opens for the user; login, registration and what the policy calls public left out."""
        site = self.scene.site
        doors = [one.form.path for one in (site.login, site.register) if one]
        pages = pages_inside(self.scene, self.scene.regular())
        return {path: page for path, page in pages.items() if path not in (*doors, *self.scene.policy.public)}

    @cached_property
    def public(self) -> tuple[Exchange, ...]:
        """What a stranger gets on public pages, and where nothing is."""
        site, stranger = self.scene.site, self.scene.visitor()
        doors = [site.at("/"), site.login.form.path, *([site.register.form.path] if site.register else [])]
        missing = site.at(f"/{self.scene.people.letters(10)}")
        for path in (*tuple(dict.fromkeys([*doors, *site.public]))[:_MOST_PUBLIC], missing):
            if not is_risky(path):
                stranger.visit(path)
        for path in (missing, site.login.form.path):
            stranger.agent.post(path, {}, follow=False)
        return tuple(one for one in stranger.history if not one.response.is_redirect)

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """Views whose code runs on public pages as well, such as the method of a class that many inherit."""
        stranger, paths = self.scene.visitor(), [one.request.path for one in self.public]
        return tuple(name for path in dict.fromkeys(paths) for name in entered(self.scene, stranger, path))

    @cached_property
    def pages(self) -> tuple[RefusedPage, ...]:
        """The pages that turn strangers away, the first few; those that say nothing of their own left out."""
        refused = (self._page(path) for path in self.inside)
        return tuple(islice((one for one in refused if one), _MOST_PAGES))

    @cached_property
    def refusals(self) -> tuple[str, ...]:
        """Where strangers are sent who are turned away: the login, and whatever else the pages send them to."""
        sent = (target(page.outside[0]) for page in self.pages)
        return tuple(dict.fromkeys([self.scene.site.login.form.path, *(path for path in sent if path)]))

    def turned_away(self, answer: Exchange) -> bool:
        """Whether an answer says no: a status that does, or the way on which strangers are sent."""
        return 400 <= answer.response.status < 500 or target(answer) in self.refusals

    def _page(self, path: str) -> RefusedPage | None:
        owner, stranger = self.scene.regular(), self.scene.visitor()
        theirs = entered(self.scene, stranger, path)
        if not (300 <= stranger.history[0].response.status < 500 or path in self.scene.site.protected):
            return None
        ours = entered(self.scene, owner, path)
        ran = tuple(one for one in ours if one not in (*theirs, *self.shared))
        told = [line for page in self.public for line in lines(page)]
        own, holed = own_lines(owner.last_exchange, told, owner.account)
        names = (owner.account.email, owner.account.username)
        known = "\n".join(html.unescape(page.response.text) for page in self.public)
        hidden = tuple(name for name in names if name not in known)
        page = RefusedPage(path, hidden, own, holed, owner.last_exchange, tuple(stranger.history), ran)
        last = stranger.last_exchange
        opens = 200 <= last.response.status < 300 and page.shown_in(last)
        return None if opens else page


def entered(scene: Scene, visitor: Visitor, path: str) -> tuple[str, ...]:
    """The views whose own code runs when this visitor opens the page."""
    with ViewWatch(scene.inside.app if scene.inside else None).watching() as ran:
        visitor.visit(path)
    return tuple(dict.fromkeys(ran))


def own_lines(
    page: Exchange, public: Collection[str], account: Account
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines with words that no public page shows; and those that name the owner, with the name taken out."""
    names = (account.email, account.username)
    found = [line for line in lines(page) if line not in public]
    plain = [line for line in found if not any(name in line for name in names) and WORDS.search(line)]
    holed = [
        left
        for line in found
        for name in names
        if name in line and WORDS.search(line.replace(name, ""))
        for left in nameless(line, name)
    ]
    return tuple(dict.fromkeys(plain)), tuple(dict.fromkeys(one for one in holed if one not in public))


def target(answer: Exchange) -> str | None:
    """The path to which an answer sends its reader, None where it does not."""
    if not answer.response.is_redirect:
        return None
    leads = where_leads(answer.response.location, answer.request.url)
    return same_site_path(leads).partition("?")[0] if leads else None


def breach(
    page: RefusedPage, answers: Sequence[Exchange], ran: Collection[str], *, refused: bool
) -> tuple[str, Severity] | None:
    """What a stranger got of a page, and how bad that is; None where it is nothing.

    A view whose code ran and that said no itself, or had nothing to say to OPTIONS, has kept its promise.
    """
    last = answers[-1]
    if any(page.shown_in(one) for one in answers):
        return "opens", Severity.HIGH
    if refused or not any(one in page.ran for one in ran):
        return None
    if last.failed or last.request.method == "HEAD":
        return "runs its code" + (", which crashes" if last.failed else ""), Severity.MEDIUM
    return ("runs its code", Severity.HIGH) if last.response.body else None
