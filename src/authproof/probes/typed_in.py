"""Password fields as a person in Chromium meets them: typed into, pasted into, filled in as managers do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authproof.exchange import Exchange
from authproof.probes.controls import Control
from authproof.visitor import Scene, page_scripts
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor
from authproof.visitor.window import Window

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle

# Of letters that every keyboard has, and short enough for any field.
TEXT = "kR42"


@dataclass(frozen=True, slots=True)
class Place:
    """A field that took a password, or did not: `refuses` are the ways in after which it stayed empty."""

    where: str
    name: str
    masked: bool
    refuses: tuple[str, ...]
    page: Exchange | None = None

    @property
    def seen(self) -> tuple[Exchange | str, ...]:
        """The page on which it stands, and how it was tried."""
        tried = "a password was typed, pasted and set there in Chromium"
        return (self.page, tried) if self.page else (tried,)


def places(scene: Scene, chromium: Chromium, controls: Iterable[Control]) -> Iterator[Place]:
    """Try the fields of these controls, each on its page; of a login without any, those that a script draws."""
    pages: dict[str, list[Control]] = {}
    for control in controls:
        pages.setdefault(control.page.request.url, []).append(control)
    chromium.window().copy(TEXT)  # all windows of a browser have one clipboard
    for url, there in pages.items():
        page, names = there[0].page, [control.name for control in there]
        window = chromium.window_of(page)
        window.open(url)
        yield from tried(window, there[0].where, names, page)
    if scene.site.login.form.encoding == "json":
        yield from _drawn(scene, chromium)


def _drawn(scene: Scene, chromium: Chromium) -> Iterator[Place]:
    """The login that a script draws: the first page on which there is something to type a password into."""
    login, stranger = scene.site.login, BrowserVisitor(chromium, scene.user)
    for path in dict.fromkeys((login.form.path, *scene.site.public)):
        page = stranger.visit(path)
        found = tuple(tried(stranger.window, path, [login.password_field], page, any_other=True))
        if found:
            yield from found
            return


def tried(
    window: Window, where: str, names: list[str], page: Exchange | None, *, any_other: bool = False
) -> Iterator[Place]:
    """Each of these fields that a person sees, tried; the clipboard has to hold the text."""
    for place in window.find_all(page_scripts.PASSWORD_PLACES, names, any_other):
        ways: dict[str, Callable[[ElementHandle, str], None]] = {
            "typed": window.type_into,
            "pasted": lambda place, _: window.paste_into(place),
            "filled in by a password manager": _fill,
        }
        masked, refuses = True, []
        for way, enter in ways.items():
            place.evaluate(page_scripts.EMPTY)
            enter(place, TEXT)
            seen = place.evaluate(page_scripts.TYPED)
            masked = masked and bool(seen["masked"])
            if not seen["text"].strip():
                refuses.append(way)
        place.evaluate(page_scripts.EMPTY)
        yield Place(where, str(seen["name"]), masked, tuple(refuses), page)


def _fill(place: "ElementHandle", text: str) -> None:
    """Set the value and say so, as managers do."""
    place.evaluate(page_scripts.FILL, text)
