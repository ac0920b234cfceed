"""A Chromium on the served target, in which the site is all the web there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from authproof.client.agent import Client
from authproof.client.browser_host import BrowserAccess, Told, ask
from authproof.client.chromium import LIMIT_S, first_line, joined, of_playwright
from authproof.client.serving import Web
from authproof.exchange import Exchange, Response
from authproof.findings import Inconclusive, NotApplicable
from authproof.site.accounts import Account
from authproof.site.model import Site
from authproof.visitor.browser_visitor import BrowserVisitor
from authproof.visitor.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ProxySettings, StorageState

_MOST_BACK = 8
# Chromium takes Secure cookies from these by http too (CATALOGUE, F13).
_TRUSTWORTHY = ("localhost", "127.0.0.1")


class Chromium:
    """A Chromium in which the site, and what a check puts beside it, is all the web there is.

    `exchanges` are what the site was asked for, `elsewhere` what was for any other host.
    """

    def __init__(self, browser: "Browser", web: Web, site: Site, trace: str = "") -> None:
        """Take over a browser, whose contexts have that web; `trace` begins the names of their traces."""
        self.browser, self.web, self.site, self.trace = browser, web, site, trace
        self._traced: list[Window] = []
        self.exchanges, self.elsewhere = web.exchanges, web.elsewhere
        self._windows: dict[str, Window] = {}

    def plant(self, url: str, text: str, media_type: str = "text/html") -> str:
        """Let there be a page or script at that address, which is not the site's; returns the address."""
        headers = (("Content-Type", f"{media_type}; charset=utf-8"),)
        self.web.pages[url] = Response(200, headers, text.encode())
        return url

    def show(self, exchange: Exchange) -> str:
        """Let this answer be given once more, headers and all, whoever asks; returns the address that gives it."""
        split = urlsplit(exchange.request.url)
        query = urlencode({"authproof": len(self.web.pages)})
        # Chromium would tidy a path with dots in it, and ask for another.
        path = "/" if "/." in split.path else quote(split.path or "/", safe="/%")
        url = f"{split.scheme}://{split.netloc}{path}?{query}"
        self.web.pages[url] = exchange.response
        return url

    def window_like(self, exchange: Exchange) -> Window:
        """A new window that has the cookies which this request had."""
        window, split = self.window(), urlsplit(exchange.request.url)
        pairs = (pair.strip().partition("=") for pair in exchange.request.header("Cookie").split(";"))
        host = split.hostname or ""
        secure = split.scheme == "https" or host in _TRUSTWORTHY
        window.context.add_cookies(
            [
                {"name": name, "value": value, "domain": host, "path": "/", "secure": secure}
                for name, _, value in pairs
                if name
            ]
        )
        return window

    def window_of(self, exchange: Exchange) -> Window:
        """The one window of whoever had the cookies of this request: opened once, to go from page to page."""
        who = exchange.request.header("Cookie")
        if who not in self._windows:
            self._windows[who] = self.window_like(exchange)
        return self._windows[who]

    def window(self, state: "StorageState | None" = None) -> Window:
        """A new window with a state of its own: nothing in it, or what another has left behind."""
        proxy: ProxySettings = {"server": f"http://127.0.0.1:{self.web.port}"}
        window = Window(self.browser.new_context(accept_downloads=False, proxy=proxy, storage_state=state))
        if self.trace:
            window.context.tracing.start(screenshots=True, snapshots=True)
            self._traced.append(window)
        return window

    def keep_traces(self) -> None:
        """Write what was recorded of each window, one file for each (`playwright show-trace` opens it)."""
        while self._traced:
            self._traced[-1].context.tracing.stop(path=f"{self.trace}-{len(self._traced)}.zip")
            self._traced.pop()

    def visitor(self, account: Account) -> BrowserVisitor:
        """Somebody who has never been here."""
        return BrowserVisitor(self, account)

    def signed_in(self, account: Account, *, remember: bool = False) -> BrowserVisitor:
        """Somebody who has typed name and password, ticked the box to be remembered or not, and is in.

        Raises:
            NotApplicable: there is no form to type into.
            Inconclusive: the right password was refused.
        """
        visitor = self.visitor(account)
        visitor.log_in(remember=remember)
        if visitor.is_logged_in():
            return visitor
        raise Inconclusive(
            f"in the browser {account.username} could not log in: the right password led to {visitor.path}"
        )


@contextmanager
def chromium_on(
    client: Client, site: Site, access: BrowserAccess, limit_s: float = LIMIT_S
) -> Iterator[Chromium]:
    """The audit's Chromium on the served target, for so many seconds; what was opened in it is closed afterwards.

    Raises:
        NotApplicable: there is no browser.
        Inconclusive: the browser did not start, died, or a page kept it waiting for too long.
    """
    told = ask(access.host) if access.host else Told(missing="it is switched off")
    if told.missing:
        raise NotApplicable(f"needs a browser: {told.missing}")
    if told.broken:
        raise Inconclusive(told.broken)
    try:
        with Web(client, site.base, told.key) as web, joined(told.endpoint, limit_s) as browser:
            chromium = Chromium(browser, web, site, access.trace)
            try:
                yield chromium
            finally:
                chromium.keep_traces()
    except Exception as error:
        if not of_playwright(error):
            raise
        raise Inconclusive(_why(error, limit_s)) from None


def _why(error: Exception, limit_s: float) -> str:
    """What Playwright says, in one line."""
    if "has been closed" in str(error):
        return f"Chromium died, or was not through after {limit_s:g} s"
    return f"the browser gave up: {first_line(error)}"
