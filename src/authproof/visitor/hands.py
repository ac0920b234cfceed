"""People who have a browser's hands alone: they type, click and look, and make no request of their own.

At a real browser a check's story is played as it is for people. In process the same hands tell, without a browser,
which stories can be played so.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from authproof.client.agent import CrossSite, UserAgent
from authproof.client.jar import Cookie, CookieJar, parse_set_cookie
from authproof.exchange import Exchange, Request
from authproof.findings import NotApplicable
from authproof.site.accounts import Account
from authproof.site.model import Site
from authproof.site.steps import FormGone
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor
from authproof.visitor.visitor import AgentVisitor, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Cookie as BrowserCookie

Seen = TypeVar("Seen")
_HOME = "127.0.0.1"
# What a page or its script asks for, as Fetch Metadata names it: no pictures, styles and libraries.
_ASKED = frozenset({"document", "iframe", "empty"})


def more_than_hands(wanted: str) -> NoReturn:
    """End a check that asks of a person at a browser what no person can do.

    Raises:
        NotApplicable: always.
    """
    raise NotApplicable(f"needs more than a browser's hands: {wanted}")


def within_hands(*, follow: bool = True, site: CrossSite = CrossSite.NO, address: str = _HOME) -> None:
    """See that what is asked of a person at a browser can be done by hand.

    Raises:
        NotApplicable: it cannot.
    """
    if not follow:
        more_than_hands("to stop at a redirect")
    if site is CrossSite.YES:
        more_than_hands("a request that says it came from another site")
    if address != _HOME:
        more_than_hands(f"to come from {address}")


class NoRequests:
    """The client of people who have hands alone."""

    def send(self, request: Request, address: str = _HOME) -> Exchange:
        """Send nothing.

        Raises:
            NotApplicable: always.
        """
        more_than_hands(f"a request of its own making to {request.path}, from {address}")


class ProcessHands(AgentVisitor):
    """Hands in process: the same verbs as at a browser, and no more."""

    @property
    def agent(self) -> UserAgent:
        """There is none: this person has hands alone."""
        more_than_hands("requests of its own making")

    def log_in(
        self, account: Account | None = None, *, remember: bool = False, query: str = "", follow: bool = True
    ) -> Exchange:
        """Fill in the login form and send it."""
        within_hands(follow=follow)
        return super().log_in(account, remember=remember, query=query)

    def visit(self, path: str, *, follow: bool = True, site: CrossSite = CrossSite.NO) -> Exchange:
        """Open a page."""
        within_hands(follow=follow, site=site)
        return super().visit(path)


class BrowserHands(Visitor):
    """Types, clicks and looks. `history` has the pages and what their scripts sent, as the server saw it.

    Chromium's clock is the machine's: what is over by the clock that the check moves is taken out of the browser.
    """

    def __init__(
        self, chromium: Chromium, site: Site, account: Account, cookies: CookieJar | None = None
    ) -> None:
        """Sit down at a browser that knows nothing but these cookies."""
        super().__init__(site, account)
        self.browser = BrowserVisitor(chromium, account)
        self.browser.site = site
        self._history: list[Exchange] = []
        self._known = {one.key: one for one in cookies or ()}
        self._authorization = cookies.authorization if cookies else None
        if self._known:
            self.browser.window.context.add_cookies([_planted(one) for one in self._known.values()])

    @property
    def agent(self) -> UserAgent:
        """There is none: this person has hands alone."""
        more_than_hands("requests of its own making")

    @property
    def cookies(self) -> CookieJar:
        """What the browser keeps now; to change it changes nothing in the browser."""
        jar = CookieJar(self._read(one) for one in self.browser.window.context.cookies())
        jar.authorization = self._authorization
        return jar

    @property
    def history(self) -> list[Exchange]:
        """The pages opened and what their scripts sent, the oldest first."""
        return self._history

    def register(self, account: Account | None = None, *, query: str = "") -> Exchange:
        """Type into the registration form and press its button."""
        self.account = self.browser.account = account or self.account
        return self._act(lambda: self.browser.type_registration(query))

    def log_in(
        self, account: Account | None = None, *, remember: bool = False, query: str = "", follow: bool = True
    ) -> Exchange:
        """Type into the login form and press its button."""
        within_hands(follow=follow)
        self.account = self.browser.account = account or self.account
        return self._act(lambda: self.browser.type_login(remember=remember, query=query))

    def visit(self, path: str, *, follow: bool = True, site: CrossSite = CrossSite.NO) -> Exchange:
        """Open a page by its address."""
        within_hands(follow=follow, site=site)
        return self._see(lambda: self.browser.visit(path))

    def look(self, path: str) -> Exchange:
        """Open a page in another window, which is closed again."""
        return self._see(lambda: self.browser.peep(path, self._authorization or ""))

    def log_out(self) -> Exchange:
        """Click the way out."""
        left = self._act(self.browser.click_way_out)
        if self.site.logout and self.site.logout.encoding == "json":
            self._authorization = (
                None  # the page's script forgets its token: whether the server does is for checks
            )
        return left

    def restart_browser(self) -> None:
        """Close the browser and open it again."""
        self._end_what_is_over()
        self.browser.close_and_reopen()

    def _act(self, verb: Callable[[], bool]) -> Exchange:
        if self._watched(verb):
            return self.last_exchange
        raise FormGone(self.last_exchange)

    def _see(self, verb: Callable[[], Exchange | None]) -> Exchange:
        """What the server said, or where it was not asked what the browser showed out of its cache."""
        before = len(self._history)
        shown = self._watched(verb)
        if len(self._history) == before and shown is not None:
            self._history.append(shown)
        return self.last_exchange

    def _watched(self, verb: Callable[[], Seen]) -> Seen:
        """Do it; what the server was asked meanwhile was asked by this person, for nobody else acts meanwhile."""
        self._end_what_is_over()
        asked = self.browser.chromium.exchanges
        before = len(asked)
        try:
            return verb()
        finally:
            for one in asked[before:]:
                self._learn(one)
            self._history += filter(_is_page, asked[before:])

    def _learn(self, exchange: Exchange) -> None:
        self._authorization = exchange.request.header("Authorization") or self._authorization
        for line in exchange.response.all("Set-Cookie"):
            if cookie := parse_set_cookie(line, exchange.request.url):
                self._known[cookie.key] = cookie

    def _end_what_is_over(self) -> None:
        kept = self.browser.window.context.cookies()
        living = {one.key for one in CookieJar(map(self._read, kept))}
        for one in kept:
            if self._read(one).key not in living:
                self.browser.window.context.clear_cookies(
                    name=one["name"], domain=one["domain"], path=one["path"]
                )

    def _read(self, kept: "BrowserCookie") -> Cookie:
        """A cookie of the browser; its line, and when it ends by the moved clock, as it was learned."""
        read = Cookie(
            kept["name"],
            kept["value"],
            kept["domain"].lstrip("."),
            kept["path"],
            host_only=not kept["domain"].startswith("."),
            secure=kept["secure"],
            http_only=kept["httpOnly"],
            same_site=kept.get("sameSite", "").lower(),
            expires=None if kept["expires"] < 0 else kept["expires"],
        )
        known = self._known.get(read.key)
        return known if known and known.value == read.value else read


def _planted(cookie: Cookie) -> Any:  # noqa: ANN401 - Playwright keeps the name of this type to itself
    """A cookie as Playwright puts it into a browser: the dot makes it one for subdomains too."""
    planted: dict[str, object] = {
        "name": cookie.name,
        "value": cookie.value,
        "domain": cookie.host if cookie.host_only else f".{cookie.host}",
        "path": cookie.path,
        "secure": cookie.secure,
        "httpOnly": cookie.http_only,
    }
    if cookie.expires is not None:
        planted["expires"] = cookie.expires
    if cookie.same_site:
        planted["sameSite"] = cookie.same_site.capitalize()
    return planted


def _is_page(exchange: Exchange) -> bool:
    """Whether a page or a script asked for this; a browser says so on trustworthy addresses."""
    told = exchange.request.header("Sec-Fetch-Dest")
    return told in _ASKED if told else "text/html" in exchange.request.header("Accept")
