"""The Back button after logout (CWE-525)."""

from collections.abc import Iterator
from dataclasses import dataclass

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, Severity, Shows, finding
from authproof.site.model import Witness
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor, Shown


@check(severity=Severity.LOW, cwe=(525,), asvs=("14.3.1",), wstg=("ATHN-06",), shows=Shows.STORY)
def back_button_after_logout(scene: Scene) -> Iterator[Finding]:
    """After logout, the browser's Back button does not show a private page again.

    Why it matters:
        Who sits down next at a shared computer presses Back and reads what the last person saw. Browsers keep pages
        in two places: as answers in their cache, and whole, as they were left, in a memory of the last pages.

    How it is tried:
        In a real Chromium, as people have it: log in by typing, open a private page, log out by clicking, see that
        the private page now refuses, and press Back until the history is where that page was. The check fails if
        its words stand there again: the person's name, which a stranger at that address does not see, or, where the
        page shows no name, the very words that were private. Whether the page came out of the browser's memory, and
        whether the server was asked, stands in the evidence.

    How to fix it in Flask:
        Let nothing but static files be stored; a page with `no-store` is left out of the memory too, once the
        cookie has changed:

            @app.after_request
            def keep_private(response):
                if request.endpoint != "static":
                    response.headers["Cache-Control"] = "no-store"
                return response

        `Vary: Cookie`, which Flask adds, and `no-cache` are not enough.

    References:
        CWE-525, WSTG-ATHN-06, ASVS v5.0.0-14.3.1, RFC 9111
    """
    scene.need_logout()
    page = next((one for one in scene.site.witnesses if one.marked), scene.site.witnesses[0])
    with scene.chromium() as chromium:
        stranger = chromium.visitor(scene.user)
        stranger.visit(page.path)
        public = stranger.text()
        went = _back(chromium, chromium.signed_in(scene.user), page)
    if not is_private(went.private, went.private, public, scene.user.username):
        raise Inconclusive(f"in the browser {page.path} looks the same to a stranger")
    shown = went.shown
    if shown.path == page.arrives and is_private(shown.text, went.private, public, scene.user.username):
        whence = "out of its memory of pages" if shown.from_memory else "out of its cache"
        yield finding(
            f"after logout, Back shows {page.path} again{'' if went.asked else f', {whence}'}",
            evidence=(went.seen, *went.pictures),
            location=went.seen.view,
        )


@dataclass(frozen=True, slots=True)
class Went:
    """What Back shows; what the page said before and its exchange then; whether the server was asked again."""

    shown: Shown
    private: str
    seen: Exchange
    asked: bool
    pictures: tuple[Evidence, Evidence]


def _back(chromium: Chromium, alice: BrowserVisitor, page: Witness) -> Went:
    """Open the page, log out, press Back."""
    alice.visit(page.path)
    seen, entry, private = chromium.exchanges[-1], alice.window.entry(), alice.text()
    seen = next((one for one in reversed(chromium.exchanges) if one.request.path == page.path), seen)
    before = alice.picture(f"{page.path} before the logout")
    alice.log_out()
    if alice.is_logged_in():
        raise Inconclusive("logout did not end the session of the browser that logged out")
    until_now = len(chromium.exchanges)
    shown = alice.back_to(entry)
    asked = any(one.request.path == page.path for one in chromium.exchanges[until_now:])
    after = alice.picture(
        f"Back showed the private words; the server was {'' if asked else 'not '}asked again"
    )
    return Went(shown, private, seen, asked, (before, after))


def is_private(text: str, private: str, public: str, name: str) -> bool:
    """Whether these are the words of the private page, and not what anybody gets at its address."""
    if name in private and name not in public:
        return name in text
    return private != public and text == private
