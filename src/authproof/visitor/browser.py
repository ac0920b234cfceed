"""A person at a real browser: types into the fields that the site's recipes name, clicks, and sees what is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from authproof.client.agent import Client
from authproof.client.chromium import LIMIT_S, NoChromiumError, started
from authproof.client.serving import Serving
from authproof.exchange import Exchange, Request, Response
from authproof.findings import Inconclusive, NotApplicable
from authproof.site import steps
from authproof.site.accounts import Account
from authproof.site.model import FormRecipe, Site, Witness
from authproof.site.words import suggests
from authproof.visitor import page_scripts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, StorageState

_STEP_LIMIT_MS = 8_000
# A page is quiet when so many looks in a row saw no request under way.
_LOOK_MS, _QUIET_LOOKS, _MOST_LOOKS = 20, 4, 250
_MOST_BACK = 8
_DEFAULT_PORTS = {"http": 80, "https": 443}


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
    """One running Chromium in which the site is all the web there is; `exchanges` are what it has asked for."""

    def __init__(self, browser: "Browser", serving: Serving, site: Site) -> None:
        """Take over a browser that was started for that site."""
        self.browser, self.site = browser, site
        self.exchanges = serving.exchanges

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
def chromium_on(client: Client, site: Site) -> Iterator[Chromium]:
    """A Chromium on the served target, and none any more afterwards.

    Raises:
        NotApplicable: there is no browser, or it cannot reach the site.
        Inconclusive: the browser did not start, died, or a page kept it waiting for too long.
    """
    base = urlsplit(site.base)
    if base.scheme != "http":
        raise NotApplicable(f"the app lives at {site.base}, and the browser reaches it over plain http alone")
    try:
        port = base.port or _DEFAULT_PORTS[base.scheme]
        with Serving(client) as serving, started(base.hostname or "localhost", port, serving.port) as browser:
            yield Chromium(browser, serving, site)
    except NoChromiumError as missing:
        raise NotApplicable(f"needs a browser: {missing}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "playwright":
            raise
        raise Inconclusive(_why(str(error))) from None


def _why(error: str) -> str:
    """What Playwright says, in one line."""
    if "has been closed" in error:
        return f"Chromium died, or was not through after {LIMIT_S:g} s"
    return f"the browser gave up: {error.partition('Call log')[0].strip().partition(chr(10))[0]}"


class BrowserVisitor:
    """Acts on a site as a person does, in one window of a browser that knows nothing yet."""

    def __init__(self, chromium: Chromium, account: Account) -> None:
        """Sit down at that browser as that person."""
        self.chromium, self.site, self.account = chromium, chromium.site, account
        self._open(None)

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return urlsplit(self.page.url).path

    def cookies(self) -> dict[str, str]:
        """The values of the cookies that no script can read, by name."""
        return {one["name"]: one["value"] for one in self._context.cookies() if one.get("httpOnly")}

    def visit(self, path: str) -> Exchange | None:
        """Open a page by its address; what the server said to it, None where it was not asked."""
        seen = self._goto(self.page, path, "load")
        self._settle()
        return seen

    def _goto(self, page: "Page", path: str, until: Literal["load", "commit"]) -> Exchange | None:
        split = urlsplit(self.site.base)
        answer = page.goto(f"{split.scheme}://{split.netloc}{path}", wait_until=until)
        if answer is None:
            return None
        headers = tuple((one["name"], one["value"]) for one in answer.headers_array())
        return Exchange(Request("GET", answer.url), Response(answer.status, headers, answer.body()))

    def text(self) -> str:
        """The words on the page, as far as they are to be seen."""
        return str(self._ask(page_scripts.TEXT))

    def log_in(self) -> None:
        """Type name and password into the login form and press its button.

        Raises:
            NotApplicable: no page has such a form.
        """
        recipe = self.site.login
        scripted = recipe.form.encoding == "json"
        names = [recipe.identity_field, recipe.password_field]
        values: dict[str, str | None] = dict(
            zip(names, (self.account.identity(recipe.identity), self.account.password), strict=True)
        )
        if recipe.remember_field and not scripted:
            values[recipe.remember_field] = None
        pages = (recipe.form.path, *self.site.public) if scripted else (recipe.form.path,)
        if not any(self._fill_in(page, recipe.form, values, scripted=scripted) for page in pages):
            raise NotApplicable(f"in the browser, {pages[0]} shows no form to log in with")

    def register(self, account: Account) -> None:
        """Fill in the registration form and press its button.

        Raises:
            NotApplicable: there is no such form.
        """
        self.account, recipe = account, self.site.register
        if recipe is None or not self._fill_in(
            recipe.form.path, recipe.form, steps.register_values(recipe, account), scripted=False
        ):
            raise NotApplicable("in the browser, no page shows a form to register with")

    def log_out(self) -> None:
        """Click the way out on the page that is open, else on the page on which it stands.

        Raises:
            NotApplicable: it is nowhere to be clicked.
        """
        recipe = self.site.logout
        if recipe is None:
            raise NotApplicable("no logout was found, looked for a link or button that ends the session")
        wanted = [recipe.path, recipe.action]
        if self._click(self._element(page_scripts.FIND_WAY_OUT, wanted)) or self._click(self._by_words()):
            return
        if recipe.encoding == "form":
            self.visit(recipe.path)
            if recipe.action is None or self._click(self._element(page_scripts.FIND_WAY_OUT, wanted)):
                return
        raise NotApplicable("in the browser, no way out was found to click")

    def is_logged_in(self) -> bool:
        """Whether a private page opens, in another window of the same browser."""
        return any(self._sees(witness) for witness in self.site.witnesses[:2])

    def back_to(self, entry: int) -> Shown:
        """Press Back until the history is at that entry (see `entry`), and look.

        Raises:
            Inconclusive: it never gets there.
        """
        for _ in range(_MOST_BACK):
            at = self.entry()
            if at <= entry:
                break
            self.page.evaluate(page_scripts.BACK)
            self._until_entry_is_not(at)
        if self.entry() != entry:
            raise Inconclusive("the Back button does not lead back to the private page")
        return Shown(self.path, self.text(), self._ask(page_scripts.SHOWN) == "memory")

    def entry(self) -> int:
        """The number of the page that is shown among those that Back and Forward lead to."""
        return int(self._devtools.send("Page.getNavigationHistory")["currentIndex"])

    def kept(self) -> tuple[Kept, ...]:
        """What the page that is shown keeps: web storage, IndexedDB and variables of its window."""
        return tuple(Kept(*one) for one in self._ask(page_scripts.KEPT))

    def close_and_reopen(self) -> None:
        """End the browser and start it again: what was for the session is gone, storage on disk stays."""
        state = self._context.storage_state(indexed_db=True)
        state["cookies"] = [one for one in state["cookies"] if one.get("expires", -1) != -1]
        self._context.close()
        self._open(state)

    def _open(self, state: "StorageState | None") -> None:
        self._context: BrowserContext = self.chromium.browser.new_context(
            accept_downloads=False, storage_state=state
        )
        self._context.set_default_timeout(_STEP_LIMIT_MS)
        self._context.add_init_script(page_scripts.WATCH)
        self._under_way: list[object] = []
        self._context.on("request", self._began)
        self._context.on("requestfinished", self._ended)
        self._context.on("requestfailed", self._ended)
        # A page that asks whether one really wants to leave is answered; no other question is.
        self._context.on(
            "dialog", lambda asked: asked.accept() if asked.type == "beforeunload" else asked.dismiss()
        )
        self.page: Page = self._context.new_page()
        self.page.on("popup", lambda window: window.close())
        self._devtools = self._context.new_cdp_session(self.page)

    def _began(self, request: object) -> None:
        self._under_way.append(request)

    def _ended(self, request: object) -> None:
        if request in self._under_way:
            self._under_way.remove(request)

    def _settle(self) -> None:
        """Wait until the page has what it asked for; what is never answered is not waited for."""
        quiet = 0
        for _ in range(_MOST_LOOKS):
            self.page.wait_for_timeout(_LOOK_MS)
            quiet = 0 if self._under_way else quiet + 1
            # Asked of the page itself: one that comes out of the browser's memory is loaded without an event of it.
            if quiet >= _QUIET_LOOKS and self._ask(page_scripts.LOADED):
                break
        self._under_way.clear()

    def _ask(self, script: str) -> Any:  # noqa: ANN401 - whatever the script answers
        # Found within the limit or not at all: a page whose script never ends finds nothing.
        return self.page.locator("html").evaluate(script, timeout=_STEP_LIMIT_MS)

    def _element(self, script: str, wanted: list[str | None]) -> "ElementHandle | None":
        return self.page.locator("html").evaluate_handle(script, wanted).as_element()

    def _by_words(self) -> "ElementHandle | None":
        """What is called logout, where a script does it: no recipe of a form says where to click."""
        if self.site.logout is None or self.site.logout.encoding != "json":
            return None
        clickable = self.page.locator(page_scripts.CLICKABLE)
        words = clickable.evaluate_all(page_scripts.WORDS)
        fitting = [at for at, text in enumerate(words) if suggests("logout", text)]
        return clickable.nth(fitting[0]).element_handle() if fitting else None

    def _fill_in(
        self, page: str, recipe: FormRecipe, values: dict[str, str | None], *, scripted: bool
    ) -> bool:
        """Open a page, fill in its form and press the button; False where the form is not there."""
        self.visit(page)
        wanted = [list(recipe.shape), recipe.action, list(values), scripted]
        found = self.page.locator("html").evaluate_handle(page_scripts.FIND_FORM, wanted)
        if found.json_value() is None:
            return False
        fields = found.get_property("fields")
        typed = None
        for name, value in values.items():
            element = fields.get_property(name).as_element()
            if element is not None:
                typed = element if self._enter(element, value) else typed
        button = found.get_property("button").as_element()
        if not self._click(button) and typed is not None:
            with self.page.expect_event("request"):
                typed.press("Enter")
            self._settle()
        return True

    def _enter(self, element: "ElementHandle", value: str | None) -> bool:
        """Type, choose or tick; whether it is a field in which Enter sends the form."""
        kind = element.evaluate("e => e.type")
        if kind in {"checkbox", "radio"}:
            element.evaluate(page_scripts.TICK, value is not None)
        elif kind.startswith("select"):
            element.select_option(value)
        elif value is not None:
            element.fill(value)
            return True
        return False

    def _click(self, element: "ElementHandle | None") -> bool:
        """Click what has to cause a request; in a folded menu too. False where there is nothing to click."""
        if element is None:
            return False
        with self.page.expect_event("request"):
            if element.is_visible():
                element.click()
            else:
                element.evaluate(page_scripts.CLICK)
        self._settle()
        return True

    def _sees(self, witness: Witness) -> bool:
        window = self._context.new_page()
        try:
            seen = self._goto(window, witness.path, "commit")
        finally:
            window.close()
        return seen is not None and steps.shows_signed_in(seen, witness, self.account)

    def _until_entry_is_not(self, entry: int) -> None:
        for _ in range(_MOST_LOOKS):
            if self.entry() != entry:
                break
            self.page.wait_for_timeout(_LOOK_MS)
        self._settle()
