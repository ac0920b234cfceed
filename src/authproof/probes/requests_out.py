"""What Chromium asks other hosts for while a person goes through the pages of the login."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from authproof.exchange import Request
from authproof.findings import Inconclusive
from authproof.probes.foreign import own
from authproof.probes.pages import Page
from authproof.site import Account
from authproof.visitor import page_scripts
from authproof.visitor.browser import Chromium
from authproof.visitor.window import Window

# Fetch's words for what is asked for, and a person's.
_WORDS = {
    "script": "script",
    "stylesheet": "style sheet",
    "document": "frame",
    "image": "picture",
    "font": "font",
}
_ANY = "answer to a script"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for another host: on which page it was made, and for what; `pinned` by a hash in that page."""

    page: str
    kind: str
    request: Request
    pinned: bool

    @property
    def url(self) -> str:
        """The whole address that was asked for."""
        return self.request.url

    @property
    def host(self) -> str:
        """Whose machine would have answered."""
        return urlsplit(self.url).netloc

    @property
    def plain(self) -> bool:
        """Whether it went over plain http."""
        return self.url.startswith("http:")

    @property
    def referer(self) -> str:
        """The page's address, as far as the browser told it."""
        return self.request.header("Referer")

    def tells(self, value: str) -> bool:
        """Whether this value went along: in the address, in the Referer, or in what was sent."""
        sent = self.request.body.decode("utf-8", "replace")
        texts = [form for text in (self.url, self.referer, sent) for form in (text, unquote(text))]
        return any(value in text for text in texts)

    def tells_all(self, values: Iterable[str]) -> bool:
        """Whether all of these went along: the parts of one secret."""
        parts = tuple(values)
        return bool(parts) and all(map(self.tells, parts))


class Outlook:
    """Watches what leaves a browser; Chromium's own questions, which no page asks, are left out."""

    def __init__(self, chromium: Chromium) -> None:
        """Watch from now on."""
        self.chromium, self._seen = chromium, len(chromium.elsewhere)
        self.asked: list[Asked] = []

    def note(self, window: Window, page: str) -> None:
        """Put down what has left since the last time, as asked for on that page of this window."""
        new = self.chromium.elsewhere[self._seen :]
        self._seen += len(new)
        pinned = frozenset(window.ask(page_scripts.PINNED)) if new else frozenset()
        for one in new:
            url, kind = one.request.url, window.kinds.get(one.request.url)
            if kind and not own(url, self.chromium.site.base):
                self.asked.append(Asked(page, _WORDS.get(kind, _ANY), one.request, url in pinned))


def walk(chromium: Chromium, account: Account, pages: Iterable[Page], outlook: Outlook) -> None:
    """Open the pages, each as whoever it was shown to, then log in by typing.

    Raises:
        NotApplicable: there is no form to type into.
        Inconclusive: the right password was refused.
    """
    for page in pages:
        window = chromium.window_of(page.exchange)
        window.open(page.exchange.request.url)
        outlook.note(window, page.path)
    alice = chromium.visitor(account)
    alice.log_in()
    outlook.note(alice.window, chromium.site.login.form.path)
    if not alice.is_logged_in():
        raise Inconclusive(f"in the browser the right password led to {alice.path}")
