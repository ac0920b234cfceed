"""Discovery: find the login, the registration, the way out and the private pages, by trying what they do.

Nothing is decided by words. A form is the login when the right password opens a page that the wrong one does
not; a link is the logout when that page closes after it and the same password opens it again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from authproof.client.agent import Client, Inbox, UserAgent, no_inbox
from authproof.client.jar import parse_set_cookie
from authproof.exchange import Exchange
from authproof.site import steps
from authproof.site.accounts import Account, AccountMaker
from authproof.site.candidates import forms_of
from authproof.site.confirmation import register
from authproof.site.crawl import GUESSES, Browser, crawl, is_risky
from authproof.site.entrance import Entrance, Entry, Wishes
from authproof.site.features import KINDS, Bench, find_features
from authproof.site.json_api import json_logouts
from authproof.site.logout import WaysOut, find_logout
from authproof.site.model import Features, LogoutRecipe, Site, Witness
from authproof.site.nextparam import next_parameters
from authproof.site.trail import Trail, answer_of
from authproof.site.witness import witnesses
from authproof.site.words import suggests


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site's addresses beforehand, such as by a URL map: those to get, those that take a POST.

    `put_paths` take another method than POST to write, each with that method. `root` is the path under which the site
    lies on its server.
    """

    paths: tuple[str, ...] = ()
    post_paths: tuple[str, ...] = ()
    put_paths: tuple[tuple[str, str], ...] = ()
    root: str = ""


class Discovery:
    """Learns a site through a client."""

    def __init__(
        self,
        client: Client,
        base: str,
        wishes: Wishes,
        tell: Callable[[str], None] = lambda _text: None,
        inbox: Inbox = no_inbox,
        known: Known | None = None,
    ) -> None:
        """Prepare; `tell` hears what is being tried, `inbox` has the mails that the target sent."""
        self.client, self.base, self.wishes, self.tell = client, base, wishes, tell
        self.people, self.inbox = AccountMaker("discovery"), inbox
        self.trail, self.known = Trail(), known or Known()

    def run(self) -> Site:
        """Learn the site.

        Raises:
            TargetError: there is no login, or nobody can be signed in; it says what was tried and seen.
        """
        self._settle_base()
        self.tell("looking for the login")
        pages = self._pages()
        for path, page in pages.items():
            self.trail.note("pages", path, answer_of(page))
        entrance = Entrance(self.visitor, self.wishes, self.people, self.known.post_paths)
        entrance.trail = self.trail
        entry = entrance.found(pages, self.base)
        self.tell("looking for private pages and the way out")
        inner = self._crawl(entry.agent, [witness.path for witness in entry.witnesses] + list(pages))
        candidates = [*self.wishes.protected, *(path for path in inner if not is_risky(path))]
        everywhere = witnesses(entry.agent, self.visitor(), list(dict.fromkeys(candidates)), enough=40)
        for path, page in inner.items():
            self.trail.note("inside", path, answer_of(page))
        site = self._site(entry, everywhere or entry.witnesses, pages)
        ways_out = replace(self._ways_out(entry), trail=self.trail)
        site = replace(site, logout=find_logout(self._signed_in, self.visitor, site, inner, ways_out))
        if site.register is None:  # a trial would spoil the only account: see `features`
            return site
        return replace(site, features=self._features(site, pages, inner, KINDS))

    def features(self, site: Site, kind: str) -> Features:
        """Features of one kind, tried with the account that there is; to be called on a copy of the target.

        What that account's password is afterwards, and whether it still exists, nobody knows.
        """
        signed_in = self._signed_in(site)
        if signed_in is None:
            return Features()
        pages = self._pages()
        inner = self._crawl(signed_in[0], [*(witness.path for witness in site.witnesses), *pages])
        return self._features(site, pages, inner, (kind,))

    def _features(
        self, site: Site, outer: dict[str, Exchange], inner: dict[str, Exchange], kinds: tuple[str, ...]
    ) -> Features:
        self.tell(f"looking for {', '.join(kinds)}")
        bench = Bench(self.visitor, self._signed_in, self.people, lambda: self.inbox(""), self.trail)
        return find_features(
            bench, site, outer.values(), inner.values(), self.known.post_paths, kinds, self.known.put_paths
        )

    def _ways_out(self, entry: Entry) -> WaysOut:
        """What may sign out besides the buttons and links of the pages."""
        seen = (LogoutRecipe(path) for path in dict.fromkeys(entry.agent.enders))
        speaks_json = entry.login.form.encoding == "json" or self.known.post_paths
        return WaysOut(
            self.wishes.logout, (*seen, *(json_logouts(self.known.post_paths) if speaks_json else ()))
        )

    def visitor(self) -> UserAgent:
        """A fresh browser."""
        return UserAgent(self.client, self.base, inbox=self.inbox)

    def _settle_base(self) -> None:
        """An app that sends http visitors to https is audited over https."""
        first = self.visitor().get(f"{self.known.root}/", follow=False)
        location = first.response.location
        if (
            first.response.is_redirect
            and self.base.startswith("http:")
            and location.startswith(f"https:{self.base[5:]}")
        ):
            self.base = f"https:{self.base[5:]}"

    def _pages(self) -> dict[str, Exchange]:
        wished = [path for path in (self.wishes.login, self.wishes.register) if path and path != "none"]
        likely = sorted(
            self.known.paths, key=lambda path: not (suggests("login", path) or suggests("register", path))
        )
        entrance = [*wished, *self.wishes.protected, f"{self.known.root}/", *likely]
        pages = self._crawl(self.visitor(), entrance)
        asked = (path.partition("?") for path in pages)
        pages |= self._crawl(self.visitor(), [path for path, mark, _ in asked if mark and path not in pages])
        if not forms_of(pages.values()):
            pages |= self._crawl(self.visitor(), [f"{self.known.root}{guess}" for guess in GUESSES])
        return pages

    def _crawl(self, agent: Browser, starts: Iterable[str]) -> dict[str, Exchange]:
        return crawl(agent, starts, root=self.known.root)

    def _signed_in(self, site: Site) -> tuple[UserAgent, Account] | None:
        """A browser that is in, as somebody new where that is possible; None where the login refuses."""
        account = self._somebody(site)
        agent = self.visitor()
        return (agent, account) if steps.gets_in(agent, site, account) else None

    def _somebody(self, site: Site) -> Account:
        if site.register is None:
            return self.wishes.account
        account = self.people.account(
            password_length=site.register.password_length, special=site.register.special
        )
        register(self.visitor(), site.register, account)
        return account

    def _site(self, entry: Entry, everywhere: tuple[Witness, ...], pages: dict[str, Exchange]) -> Site:
        ranked = tuple(sorted(everywhere, key=lambda one: (not one.guarded, not one.marked)))
        site = Site(self.base, entry.login, entry.register, None, ranked, root=self.known.root)
        if entry.register:
            newcomer = self.visitor()
            account = self.people.account(
                password_length=entry.register.password_length, special=entry.register.special
            )
            register(newcomer, entry.register, account)
            site = replace(site, signed_in_after_register=steps.is_in(newcomer, site, account))
        return replace(
            site,
            next_parameters=next_parameters(self.visitor(), site, pages.values(), self.trail),
            cookies=tuple(sorted(_cookies_set(entry.agent.agent))),
            public=tuple(
                path
                for path, page in pages.items()
                if page.response.status < 300 and path not in site.protected
            ),
        )


def _cookies_set(agent: UserAgent) -> set[str]:
    """Names of all cookies that this browser was ever given, those that a logout took away among them."""
    lines = [(line, one.request.url) for one in agent.history for line in one.response.all("Set-Cookie")]
    return {cookie.name for line, url in lines if (cookie := parse_set_cookie(line, url)) is not None}
