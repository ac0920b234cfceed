"""Whether scripts that somebody sends run in Chromium: where markup let them in, and where a page's own script does."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange
from authproof.findings import NotApplicable
from authproof.probes.inlets import TOLD, Inlet
from authproof.probes.markup import ENDS
from authproof.probes.pages import HTML, Page, flow_pages, is_html
from authproof.site import AccountMaker
from authproof.visitor import Scene, page_scripts
from authproof.visitor.browser import Chromium
from authproof.visitor.window import Window

# In these, `@` is a word that nobody else uses, and the name of a function that tells when it is called.
# Blanks are left out: names may have none.
_RUN = "<img/src/onerror=@()>"
_FROM_OUTSIDE = "<script/src=data:,@()></script><script/src=https://@.test></script>"
_CHARGES = {
    "an element": (f"@{ENDS}{_RUN}{_FROM_OUTSIDE}", f"@{ENDS}{_RUN}", _RUN),
    "an attribute": ("@ autofocus tabindex=0 onfocus=@()",),
}
_IN_HANDLER, _IN_ADDRESS = ("@'-@()-'@", '@"-@()-"@'), ("javascript:@()",)
# What a page's script may make of an address: markup, or a place to go to.
_ADDRESSED = (f"@{ENDS}{_RUN}", "javascript:@()")
_SCRIPTED = re.compile(r"<script\b|\son[a-z]+\s*=", re.IGNORECASE)
_MOST_PAGES, _MOST_NAMES, _MOST_STORED, _MOST_OF_EACH, _MOST_LOOKS = 6, 14, 6, 3, 9


@dataclass(frozen=True, slots=True)
class Charge:
    """A value that was sent, its word, and the answers in which the word stands."""

    word: str
    answers: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """A script that ran: where it was sent, and the page on which it ran, as the server had sent it."""

    words: str
    page: Exchange

    @property
    def path(self) -> str:
        """The page's path."""
        return self.page.request.path.partition("?")[0]


def charges(people: AccountMaker, inlet: Inlet, how: str) -> tuple[Charge, ...]:
    """Send values through a place whose markup gives way like that, which call a function where scripts run."""
    return tuple(_sent(inlet, template, people.letters(7)) for template in _fitting(how))


def went_off(chromium: Chromium, loaded: Iterable[Charge]) -> Exchange | None:
    """The first answer in which Chromium runs the function that was sent there."""
    for charge in loaded:
        script = f"{charge.word}()"
        chromium.plant(f"https://{charge.word}.test/", script, "text/javascript")
        for answer in charge.answers:
            window = chromium.window_like(answer)
            if _runs(window, chromium.show(answer), (charge.word,)):
                return answer
    return None


def scripted_pages(scene: Scene) -> tuple[Page, ...]:
    """The pages of the flow, and those that anybody may see, which have scripts: one of each that have the same."""
    try:
        flow = flow_pages(scene)
    except NotApplicable:
        flow = ()
    public = (Page(path, scene.visitor().visit(path)) for path in scene.site.public)
    alike: dict[tuple[object, ...], Page] = {}
    for page in (*flow, *public):
        if _is_scripted(page.exchange):
            alike.setdefault((page.private, *_scripts_of(page.exchange)), page)
    return tuple(alike.values())[:_MOST_PAGES]


def by_address(scene: Scene, chromium: Chromium, pages: Iterable[Page]) -> Iterator[Ran]:
    """What scripts of these pages make of their own address: query, parameters that they look for, fragment."""
    for page in pages:
        window = chromium.window_like(page.exchange)
        window.context.add_init_script(page_scripts.TELL_NAMES)
        window.listen(())
        window.open(page.exchange.request.url)
        asked = [one[1:] for one in window.called]
        names = [*dict.fromkeys([*asked, *scene.site.next_parameters, *TOLD])][:_MOST_NAMES]
        for template in _ADDRESSED:
            words = {scene.people.letters(7): name for name in ("", *names)}
            ran = _runs(window, _addressed(page, template, words), tuple(words))
            if ran:
                name = words[ran]
                place = f"the parameter {name!r} in an address" if name else "the fragment of an address"
                yield Ran(place, page.exchange)
                break


def kept_for_scripts(scene: Scene, places: Iterable[Inlet]) -> Iterator[tuple[Inlet, Charge]]:
    """Values for what is kept, each with the scripted pages that were seen afterwards: a script may show it there."""
    for inlet in islice((one for one in places if one.stored and not one.secret), _MOST_STORED):
        word = scene.people.letters(7)
        seen = [one for one in inlet.send(_RUN.replace("@", word)) if one.request.method == "GET"]
        # Each page as each person sees it: the one who said so, and somebody else.
        latest = {(one.request.url, one.request.header("Cookie")): one for one in seen if _is_scripted(one)}
        if latest:
            yield inlet, Charge(word, tuple(latest.values())[:_MOST_OF_EACH])


def by_what_is_kept(chromium: Chromium, sent: Sequence[tuple[Inlet, Charge]]) -> Iterator[Ran]:
    """What scripts of those pages make of the values that the site keeps."""
    looks = [(inlet, charge.word, answer) for inlet, charge in sent for answer in charge.answers]
    for inlet, word, answer in looks[:_MOST_LOOKS]:
        if _runs(chromium.window_like(answer), answer.request.url, (word,)):
            yield Ran(inlet.words, answer)


def _runs(window: Window, url: str, words: tuple[str, ...]) -> str | None:
    """The first of these functions that the page at that address calls, by itself or when it is used."""
    window.listen(words)
    window.open(url)
    if not set(words) & set(window.called) and window.ask(page_scripts.PROVOKE, list(words)):
        window.settle()
    return next((one for one in window.called if one in words), None)


def _addressed(page: Page, template: str, words: dict[str, str]) -> str:
    pairs = [(name, quote(template.replace("@", word), safe="")) for word, name in words.items()]
    query = "&".join(f"{quote(name)}={value}" for name, value in pairs if name)
    fragment = next(template.replace("@", word) for word, name in words.items() if not name)
    url = page.exchange.request.url.partition("#")[0]
    return f"{url}{'&' if '?' in url else '?'}{query}#{fragment}"


def _fitting(how: str) -> tuple[str, ...]:
    if "piece of the script" in how:
        return _IN_HANDLER
    return _CHARGES.get(how, _IN_ADDRESS)


def _sent(inlet: Inlet, template: str, word: str) -> Charge:
    history = inlet.send(template.replace("@", word))
    shown = [one for one in history if one.response.media_type in HTML and f"{word}()" in one.response.text]
    latest = {one.request.path.partition("?")[0]: one for one in shown}
    return Charge(word, tuple(latest.values()))


def _scripts_of(exchange: Exchange) -> Iterator[str]:
    """The scripts of a page, by their addresses and by their own text."""
    for node in LexborHTMLParser(exchange.response.text).css("script"):
        yield node.attributes.get("src") or node.text()


def _is_scripted(exchange: Exchange) -> bool:
    return is_html(exchange) and _SCRIPTED.search(exchange.response.text) is not None
