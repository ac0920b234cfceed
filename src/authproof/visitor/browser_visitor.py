"""A person at a real browser: types into the fields that the recipes name, clicks, and sees what is shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from authproof.client.jar import CookieJar
from authproof.client.urls import refresh, where_leads
from authproof.exchange import Exchange
from authproof.findings import Evidence, Inconclusive, NotApplicable
from authproof.site import steps
from authproof.site.accounts import Account
from authproof.site.model import FormRecipe, LogoutRecipe, Witness
from authproof.site.words import suggests
from authproof.visitor import page_scripts
from authproof.visitor.window import Values

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle

    from authproof.visitor.browser import Chromium

_MOST_BACK = 8
# Chromium takes Secure cookies from these by http too (CATALOGUE, F13).
_TRUSTWORTHY = ("localhost", "127.0.0.1")


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


class BrowserVisitor:
    """Acts on a site as a person does, in a browser that knows nothing yet."""

    def __init__(self, chromium: "Chromium", account: Account) -> None:
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

    def script_cookies(self) -> str:
        """The cookies that a script of the page that is shown can read, as `document.cookie` has them."""
        return str(self.window.ask(page_scripts.COOKIES))

    def lured(self, url: str) -> tuple[Exchange, ...]:
        """Open a page of another site and let it do what it does; what the site was asked meanwhile."""
        before = len(self.chromium.exchanges)
        self.window.go(url)
        return tuple(self.chromium.exchanges[before:])

    def jar(self) -> CookieJar:
        """The cookies that this browser was given, with their attributes as they were sent."""
        jar = CookieJar()
        for exchange in self.chromium.exchanges[self._start :]:
            jar.learn(exchange)
        held = {(one["name"], one["value"]) for one in self.window.context.cookies()}
        return CookieJar(one for one in jar if (one.name, one.value) in held)

    def text(self) -> str:
        """The words on the page, as far as they are to be seen."""
        return str(self.window.ask(page_scripts.TEXT))

    def picture(self, note: str) -> Evidence:
        """What the window shows, to look at."""
        return Evidence(note, screenshot=self.window.picture())

    def log_in(self, *, remember: bool = False, query: str = "") -> None:
        """Type name and password into the login form, `query` behind its address, and press its button.

        Raises:
            NotApplicable: no page has such a form.
        """
        if not self.type_login(remember=remember, query=query):
            raise NotApplicable(f"in the browser, {self.site.login.form.path} shows no form to log in with")

    def register(self, account: Account) -> None:
        """Fill in the registration form and press its button.

        Raises:
            NotApplicable: there is no such form.
        """
        self.account = account
        if not self.type_registration():
            raise NotApplicable("in the browser, no page shows a form to register with")

    def sent_to(self) -> tuple[str, ...]:
        """The addresses that Chromium was sent to so far, those included to which the page would send it soon."""
        self.window.hasten()
        said = [(refresh(text)[1], base) for text, base in self.window.ask(page_scripts.REFRESHES)]
        soon = [where_leads(target, base) for target, base in said if target]
        return (*self.window.asked, *filter(None, soon))

    def log_out(self) -> None:
        """Click the way out on the page that is open, else on the page on which it stands.

        Raises:
            NotApplicable: it is nowhere to be clicked.
        """
        if self.site.logout is None:
            raise NotApplicable("no logout was found, looked for a link or button that ends the session")
        if not self.click_way_out():
            raise NotApplicable("in the browser, no way out was found to click")

    def type_login(self, *, remember: bool = False, query: str = "") -> bool:
        """Log in, `query` behind the page's address; False where no page has such a form."""
        recipe = self.site.login
        scripted = recipe.form.encoding == "json"
        values: Values = {
            recipe.identity_field: self.account.identity(recipe.identity),
            recipe.password_field: self.account.password,
        }
        if recipe.remember_field and not scripted:
            values[recipe.remember_field] = "on" if remember else None
        pages = (recipe.form.path, *self.site.public) if scripted else (recipe.form.path,)
        for page in pages:
            if self._fill_in(steps.with_query(page, query), recipe.form, values, scripted=scripted):
                self._home = page
                return True
        return False

    def type_registration(self, query: str = "") -> bool:
        """Register, `query` behind the page's address; False where no page has such a form."""
        recipe = self.site.register
        if recipe is None:
            return False
        page, values = steps.with_query(recipe.form.path, query), steps.register_values(recipe, self.account)
        return self._fill_in(page, recipe.form, values, scripted=False)

    def click_way_out(self) -> bool:
        """Leave from the page that is open, or from where the way out stands; False where it is not there."""
        recipe = self.site.logout
        if recipe is None:
            return False
        if self.window.click(self._way_out(recipe)):
            return True
        self.visit(recipe.path if recipe.encoding == "form" else self._home)
        if recipe.encoding == "form" and recipe.action is None:
            return True
        return self.window.click(self._way_out(recipe))

    def peep(self, path: str, authorization: str = "") -> Exchange | None:
        """Open a page in another window, which is closed again; a script's token goes along if given."""
        return self.window.peep(self._url(path), authorization)

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
        seen = self.peep(witness.path, next(filter(None, reversed(sent)), ""))
        return seen is not None and steps.shows_signed_in(seen, witness, self.account)
