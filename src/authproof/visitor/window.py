"""One window of a browser: opens pages, fills in and clicks, and waits for what a person would wait for."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from authproof.client.chromium import of_playwright
from authproof.exchange import Exchange, Request, Response
from authproof.visitor import page_scripts, sight_scripts

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ElementHandle, Page
    from playwright.sync_api import Request as PlaywrightRequest

_STEP_LIMIT_MS = 8_000
# Within so long a page that says "you are sent on" has done so.
_HASTE_MS = 10_000
# A page is quiet when so many looks in a row saw no request under way.
_LOOK_MS, _QUIET_LOOKS, _MOST_LOOKS = 20, 4, 250

# What Playwright and Chromium say of a page that is about to be another.
_GIVING_WAY = ("context was destroyed", "Not attached to an active page", "because of a navigation")

# What is typed, chosen or ticked in each control; None unticks.
Values = dict[str, str | None]


class Window:
    """A window on an empty page, in a context of its own.

    `asked` are the addresses that were to be shown in it, in their order, those of redirects and pop-ups too.
    """

    def __init__(self, context: "BrowserContext") -> None:
        """Open it."""
        self.context = context
        self.context.set_default_timeout(_STEP_LIMIT_MS)
        self.context.add_init_script(page_scripts.WATCH)
        self._under_way: list[object] = []
        # Where the window was sent; what was asked for as what (`script`, `image` and the like), by its address.
        self.asked: list[str] = []
        self.kinds: dict[str, str] = {}
        self.called: list[str] = []
        self._listens = False
        # A page that asks whether one really wants to leave is answered; no other question is.
        self.context.on(
            "dialog", lambda asked: asked.accept() if asked.type == "beforeunload" else asked.dismiss()
        )
        self.page: Page = self.context.new_page()
        self.page.on("request", self._began)
        self.page.on("requestfinished", self._ended)
        self.page.on("requestfailed", self._ended)
        self.page.on("popup", self._opened)
        self._devtools = self.context.new_cdp_session(self.page)

    def open(self, url: str) -> Exchange | None:
        """Open a page and wait for all of it; what the server said, None where it was not asked."""
        seen = _goto(self.page, url, "load")
        self.settle()
        return seen

    def hold_clock(self) -> None:
        """From the next page on, timers of pages can be made to run out (see `hasten`)."""
        self.context.clock.install()

    def hasten(self) -> None:
        """What the page would do in so many seconds, it does now."""
        self._patiently(lambda: self.page.clock.fast_forward(_HASTE_MS))
        self.settle()

    def go(self, url: str) -> None:
        """Open a page that may lead elsewhere by itself, and wait until all that it begins is through."""
        self.page.goto(url, wait_until="commit")
        self.settle()

    def peep(self, url: str, authorization: str = "") -> Exchange | None:
        """Open a page in another window of the same browser, which is closed again."""
        page = self.context.new_page()
        page.on("popup", self._close)
        if authorization:
            page.set_extra_http_headers({"Authorization": authorization})
        try:
            return _goto(page, url, "commit")
        finally:
            page.close()

    def ask(self, script: str, about: object = None) -> Any:  # noqa: ANN401 - whatever the script answers
        """Run one of `page_scripts` on the page that is shown, with a value for it."""
        # Found within the limit or not at all: a page whose script never ends finds nothing.
        return self._patiently(
            lambda: self.page.locator("html").evaluate(script, about, timeout=_STEP_LIMIT_MS)
        )

    def listen(self, names: Iterable[str]) -> None:
        """Give each page from now on a function of each of these names; `called` are those that a page called."""
        if not self._listens:
            self._listens = True
            self.context.expose_function(page_scripts.CALLED, self._was_called)
        self.context.add_init_script(page_scripts.functions(names))

    def framed(self) -> tuple[str, ...]:
        """The addresses of the frames in which there is something to be seen."""
        # What Chromium refuses to frame is a page of its own.
        frames = [one for one in self.page.frames[1:] if one.url.startswith("http")]
        return tuple(
            one.url
            for one in frames
            if one.locator("html").evaluate(page_scripts.SEEN, timeout=_STEP_LIMIT_MS)
        )

    def find(self, script: str, *wanted: object) -> "ElementHandle | None":
        """The element that one of `page_scripts` looks for."""
        return self.page.locator("html").evaluate_handle(script, list(wanted)).as_element()

    def find_all(self, script: str, *wanted: object) -> "list[ElementHandle]":
        """The elements that one of `page_scripts` looks for, as a list."""
        found = self.page.locator("html").evaluate_handle(script, list(wanted)).get_properties().values()
        return [element for one in found if (element := one.as_element())]

    def type_into(self, place: "ElementHandle", text: str) -> None:
        """Go there and press one key after the other."""
        place.focus()
        self.page.keyboard.type(text)

    def copy(self, text: str) -> None:
        """Copy a text in another window of the same browser, and come back."""
        other = self.context.new_page()
        other.set_content("<textarea></textarea>")
        other.fill("textarea", text)
        other.press("textarea", "Control+A")
        other.keyboard.press("Control+C")
        other.close()

    def paste_into(self, place: "ElementHandle") -> None:
        """Go there and press Ctrl+V."""
        place.focus()
        self.page.keyboard.press("Control+V")

    def point_at(self, element: "ElementHandle", *, press: bool = False) -> None:
        """Move the mouse over the middle of an element, and click there if told to; wait for what that unfolds."""
        box = element.bounding_box()
        if box is None:
            return
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        if press:
            self.page.mouse.click(x, y)
            self.settle()
        else:
            self.page.mouse.move(x, y)
        for _ in range(_MOST_LOOKS):
            if self.ask(sight_scripts.AT_REST):
                break
            self.page.wait_for_timeout(_LOOK_MS)

    def clickable(self) -> "list[tuple[str, ElementHandle]]":
        """All that a person could click, with the words on it."""
        everything = self.page.locator(page_scripts.CLICKABLE)
        words = everything.evaluate_all(page_scripts.WORDS)
        return list(zip(words, everything.element_handles(), strict=False))

    def click(self, element: "ElementHandle | None") -> bool:
        """Click what has to cause a request; in a folded menu too. False where there is nothing to click."""
        if element is None:
            return False
        with self.page.expect_event("request"):
            if element.is_visible():
                element.click()
            else:
                element.evaluate(page_scripts.CLICK)
        self.settle()
        return True

    def fill_in(self, shape: tuple[str, ...], action: str, values: Values, *, scripted: bool) -> bool:
        """Fill in the form of that shape and press its button; False where the page has none.

        `scripted`: any place to type one password will do, for the form is of a script's making.
        """
        wanted = [list(shape), action, list(values), scripted]
        found = self.page.locator("html").evaluate_handle(page_scripts.FIND_FORM, wanted)
        if found.json_value() is None:
            return False
        fields, typed = found.get_property("fields"), None
        for name, value in values.items():
            element = fields.get_property(name).as_element()
            if element is not None and _enter(element, value):
                typed = element
        if not self.click(found.get_property("button").as_element()) and typed is not None:
            with self.page.expect_event("request"):
                typed.press("Enter")
            self.settle()
        return True

    def picture(self) -> bytes:
        """What is in sight, as a JPEG file of some 20 to 60 kB."""
        return self.page.screenshot(type="jpeg", quality=50, scale="css", animations="disabled")

    def entry(self) -> int:
        """The number of the page that is shown among those that Back and Forward lead to."""
        history = self._patiently(lambda: self._devtools.send("Page.getNavigationHistory"))
        return int(history["currentIndex"])

    def back(self) -> None:
        """Press Back, and wait for what it brings."""
        entry = self.entry()
        self.page.evaluate(page_scripts.BACK)
        for _ in range(_MOST_LOOKS):
            if self.entry() != entry:
                break
            self.page.wait_for_timeout(_LOOK_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has what it asked for; what is never answered is not waited for."""
        quiet = 0
        for _ in range(_MOST_LOOKS):
            self.page.wait_for_timeout(_LOOK_MS)
            quiet = 0 if self._under_way else quiet + 1
            # Asked of the page itself: one that comes out of the browser's memory is loaded without an event of it.
            if quiet >= _QUIET_LOOKS and self.ask(page_scripts.LOADED):
                break
        self._under_way.clear()

    def _patiently(self, question: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it answers
        """Ask again where one page was just giving way to the next."""
        for _ in range(_MOST_LOOKS):
            try:
                return question()
            except Exception as error:
                if not (of_playwright(error) and any(words in str(error) for words in _GIVING_WAY)):
                    raise
                self.page.wait_for_timeout(_LOOK_MS)
        return question()

    def _was_called(self, name: str) -> None:
        self.called.append(name)

    def _began(self, request: "PlaywrightRequest") -> None:
        self._under_way.append(request)
        self.kinds.setdefault(request.url, request.resource_type)
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.asked.append(request.url)

    def _opened(self, window: "Page") -> None:
        self.asked.append(window.url)
        self._close(window)

    def _close(self, window: "Page") -> None:
        """Close a window that a page has opened, and those that it opens until it is closed."""
        window.on("popup", self._close)
        window.close()

    def _ended(self, request: object) -> None:
        if request in self._under_way:
            self._under_way.remove(request)


def _goto(page: "Page", url: str, until: Literal["load", "commit"]) -> Exchange | None:
    answer = page.goto(url, wait_until=until)
    if answer is None:
        return None
    headers = tuple((one["name"], one["value"]) for one in answer.headers_array())
    return Exchange(Request("GET", answer.url), Response(answer.status, headers, answer.body()))


def _enter(element: "ElementHandle", value: str | None) -> bool:
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
