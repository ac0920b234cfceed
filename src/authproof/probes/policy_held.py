"""Which scripts Chromium runs that somebody puts into a page, under the policy that came with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.probes.csp import HEADER, enforced, nonces
from authproof.probes.pages import Page
from authproof.site import AccountMaker
from authproof.visitor.browser import Chromium

# What somebody may put in where a page forgets to escape; `@` is the name of a function that tells when it is called.
_INJECTED = {
    "an inline script": "<script>@()</script>",
    "a handler in an attribute": "<img src onerror=@()>",
    "a script from any host": '<script src="https://@.test/"></script>',
    "a script in a data: address": '<script src="data:text/javascript,@()"></script>',
}


@dataclass(frozen=True, slots=True)
class Held:
    """A page, and the kinds of injected scripts that ran on it in Chromium."""

    page: Page
    ran: tuple[str, ...]


def one_of_each_policy(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages that have an enforced policy, one of each; nonces are new each time and make no difference."""
    alike: dict[tuple[object, ...], Page] = {}
    for page in pages:
        if enforced(page.exchange):
            policy = "\n".join(page.exchange.response.all(HEADER))
            for nonce in nonces(page.exchange):
                policy = policy.replace(nonce, "")
            alike.setdefault((policy, HEADER.lower() in page.exchange.response.text.lower()), page)
    return tuple(alike.values())


def hold_up(chromium: Chromium, people: AccountMaker, pages: Iterable[Page]) -> tuple[Held, ...]:
    """Put scripts at the end of each page, as it was sent, and let Chromium open it."""
    return tuple(Held(page, _ran(chromium, people, page)) for page in pages)


def _ran(chromium: Chromium, people: AccountMaker, page: Page) -> tuple[str, ...]:
    words = {people.letters(8): kind for kind in _INJECTED}
    window = chromium.window_like(page.exchange)
    window.listen(words)
    for word in words:
        chromium.plant(f"https://{word}.test/", f"{word}()", "text/javascript")
    markup = "".join(_INJECTED[kind].replace("@", word) for word, kind in words.items())
    window.open(chromium.show(_with(page.exchange, markup)))
    return tuple(kind for word, kind in words.items() if word in window.called)


def _with(exchange: Exchange, markup: str) -> Exchange:
    """The answer with that at the end of its page."""
    response = exchange.response
    body, end, rest = response.body.rpartition(b"</body>")
    grown = body + markup.encode() + end + rest if end else response.body + markup.encode()
    return replace(exchange, response=replace(response, body=grown))
