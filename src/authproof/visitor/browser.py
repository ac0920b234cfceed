"""A person at a real browser: types into the fields that the site's recipes name, clicks, and sees what is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from authproof.client.agent import Client
from authproof.client.browser_host import BrowserAccess, Told, ask
from authproof.client.chromium import LIMIT_S, first_line, joined, of_playwright
from authproof.client.serving import Web
from authproof.exchange import Exchange, Response
from authproof.findings import Evidence, Inconclusive, NotApplicable
from authproof.site import steps
from authproof.site.accounts import Account
from authproof.site.model import FormRecipe, LogoutRecipe, Site, Witness
from authproof.site.words import suggests
from authproof.visitor import page_scripts
from authproof.visitor.window import Values, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ElementHandle, ProxySettings, StorageState

_MOST_BACK = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that a page keeps in the browser: `place` is the kind of store, `key` its name there."""

    place: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the Back button brought: the page's address and words, and whether it came out of the memory of pages."""

    path: str
    text: str
    from_memory: bool


class Chromium:
    """A Chromium in which the site, and what a check puts beside it, is all the web there is.

    `exchanges` are what the site was asked for, `elsewhere` what was for any other host.
    """

    def __init__(self, browser: "Browser", web: Web, site: Site, trace: str = "") -> None:
        """Take over a browser, whose contexts have that web; `trace` begins the names of their traces."""
        self.browser, self.web, self.site, self.trace = browser, web, site, trace
        self._traced: list[Window] = []
        self.exchanges, self.elsewhere = web.exchanges, web.elsewhere

    def plant(self, url: str, html: str) -> str:
        """Let there be a page at that address, which is not the site's; returns the address."""
        self.web.pages[url] = Response(200, (("Content-Type", "text/html; charset=utf-8"),), html.encode())
        return url

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

    def visitor(self, account: Account) -> "BrowserVisitor":
        """Somebody who has never been here."""
        return BrowserVisitor(self, account)

    def signed_in(self, account: Account) -> "BrowserVisitor":
        """Somebody who has typed name and password and is in.

        Raises:
            NotApplicable: there is no form to type into.
            Inconclusive: the right password was refused.
        """
        visitor = self.visitor(account)
        visitor.log_in()
        if visitor.is_logged_in():
            return visitor
        raise Inconclusive(
            f"in the browser {account.username} could not log in: the right password led to {visitor.path}"
        )


@contextmanager
def chromium_on(client: Client, site: Site, access: BrowserAccess) -> Iterator[Chromium]:
    """The audit's Chromium on the served target; what was opened in it is closed afterwards.

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
        with Web(client, site.base, told.key) as web, joined(told.endpoint) as browser:
            chromium = Chromium(browser, web, site, access.trace)
            try:
                yield chromium
            finally:
                chromium.keep_traces()
    except Exception as error:
        if not of_playwright(error):
            raise
        raise Inconclusive(_why(error)) from None


def _why(error: Exception) -> str:
    """What Playwright says, in one line."""
    if "has been closed" in str(error):
        return f"Chromium died, or was not through after {LIMIT_S:g} s"
    return f"the browser gave up: {first_line(error)}"


class BrowserVisitor:
    """Acts on a site as a person does, in a browser that knows nothing yet."""

    def __init__(self, chromium: Chromium, account: Account) -> None:
        """Sit down at that browser as that person."""
        self.chromium, self.site, self.account = chromium, chromium.site, account
        self.window = chromium.window()
        self._start, self._home = len(chromium.exchanges), "/"

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return urlsplit(self.window.page.url).path

    def cookies(self) -> dict[str, str]:
        """The values of the cookies that no script can read, by name."""
        return {one["name"]: one["value"] for one in self.window.context.cookies() if one.get("httpOnly")}

    def visit(self, path: str) -> Exchange | None:
        """Open a page by its address; what the server said to it, None where it was not asked."""
        return self.window.open(self._url(path))

    def text(self) -> str:
        """The words on the page, as far as they are to be seen."""
        return str(self.window.ask(page_scripts.TEXT))

    def picture(self, note: str) -> Evidence:
        """What the window shows, to look at."""
        return Evidence(note, screenshot=self.window.picture())

    def log_in(self) -> None:
        """Type name and password into the login form and press its button.

        Raises:
            NotApplicable: no page has such a form.
        """
        recipe = self.site.login
        scripted = recipe.form.encoding == "json"
        values: Values = {
            recipe.identity_field: self.account.identity(recipe.identity),
            recipe.password_field: self.account.password,
        }
        if recipe.remember_field and not scripted:
            values[recipe.remember_field] = None
        pages = (recipe.form.path, *self.site.public) if scripted else (recipe.form.path,)
        home = next(
            (page for page in pages if self._fill_in(page, recipe.form, values, scripted=scripted)), None
        )
        if home is None:
            raise NotApplicable(f"in the browser, {pages[0]} shows no form to log in with")
        self._home = home

    def register(self, account: Account) -> None:
        """Fill in the registration form and press its button.

        Raises:
            NotApplicable: there is no such form.
        """
        self.account, recipe = account, self.site.register
        values = steps.register_values(recipe, account) if recipe else {}
        if recipe is None or not self._fill_in(recipe.form.path, recipe.form, values, scripted=False):
            raise NotApplicable("in the browser, no page shows a form to register with")

    def log_out(self) -> None:
        """Click the way out on the page that is open, else on the page on which it stands.

        Raises:
            NotApplicable: it is nowhere to be clicked.
        """
        recipe = self.site.logout
        if recipe is None:
            raise NotApplicable("no logout was found, looked for a link or button that ends the session")
        if self.window.click(self._way_out(recipe)):
            return
        self.visit(recipe.path if recipe.encoding == "form" else self._home)
        if recipe.encoding == "form" and recipe.action is None:
            return
        if self.window.click(self._way_out(recipe)):
            return
        raise NotApplicable("in the browser, no way out was found to click")

    def is_logged_in(self) -> bool:
        """Whether a private page opens, in another window of the same browser."""
        return any(self._sees(witness) for witness in self.site.witnesses[:2])

    def back_to(self, entry: int) -> Shown:
        """Press Back until the history is at that entry (see `Window.entry`), and look.

        Raises:
            Inconclusive: it never gets there.
        """
        for _ in range(_MOST_BACK):
            if self.window.entry() <= entry:
                break
            self.window.back()
        if self.window.entry() != entry:
            raise Inconclusive("the Back button does not lead back to the private page")
        return Shown(self.path, self.text(), self.window.ask(page_scripts.SHOWN) == "memory")

    def kept(self) -> tuple[Kept, ...]:
        """What the page that is shown keeps: web storage, IndexedDB and variables of its window."""
        return tuple(Kept(*one) for one in self.window.ask(page_scripts.KEPT))

    def close_and_reopen(self) -> None:
        """End the browser and start it again: what was for the session is gone, storage on disk stays."""
        state = self.window.context.storage_state(indexed_db=True)
        state["cookies"] = [one for one in state["cookies"] if one.get("expires", -1) != -1]
        self.window.context.close()
        self.window = self.chromium.window(state)

    def _url(self, path: str) -> str:
        split = urlsplit(self.site.base)
        return f"{split.scheme}://{split.netloc}{path}"

    def _way_out(self, recipe: LogoutRecipe) -> "ElementHandle | None":
        """The link or button of the recipe; where a script leaves, what is called so."""
        if recipe.encoding == "form":
            return self.window.find(page_scripts.FIND_WAY_OUT, recipe.path, recipe.action)
        called = ((words.replace(" ", ""), one) for words, one in self.window.clickable())
        return next((one for words, one in called if suggests("logout", words)), None)

    def _fill_in(self, page: str, form: FormRecipe, values: Values, *, scripted: bool) -> bool:
        self.visit(page)
        return self.window.fill_in(form.shape, form.action, values, scripted=scripted)

    def _sees(self, witness: Witness) -> bool:
        # A token that the page's script keeps goes along, as that script would send it.
        sent = [one.request.header("Authorization") for one in self.chromium.exchanges[self._start :]]
        seen = self.window.peep(self._url(witness.path), next(filter(None, reversed(sent)), ""))
        return seen is not None and steps.shows_signed_in(seen, witness, self.account)
