"""Headers that keep a browser from guessing and telling (CWE-693, CWE-200)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.headers import knows_charset, no_sniffing, oddities, opener_links, referrer_policy
from authproof.probes.pages import Page, evidence, is_html, named, sent_pages
from authproof.visitor import Scene

# What a browser would guess about, or run, if it were told nothing.
_GUESSED = (
    "text/html",
    "application/xhtml+xml",
    "application/json",
    "text/javascript",
    "application/javascript",
    "",
)


@check(
    severity=Severity.LOW,
    cwe=(693, 200),
    asvs=("3.4.4", "3.4.5", "3.4.8", "3.2.1"),
    wstg=("CONF-14", "CLNT-14"),
    shows=Shows.HEADERS,
)
def hardening_headers_missing(scene: Scene) -> Iterator[Finding]:
    """Pages tell the browser not to guess their type, and not to pass their address on to other sites.

    Why it matters:
        Without `nosniff` a browser may run what a user uploaded as a script. With `unsafe-url` every link that
        leaves the site carries the whole address of the page, with what stands in its query.

    How it is tried:
        Login, registration, reset, private pages, the pages of one's account, the answer to the login and a page
        that does not exist are opened, and their headers read as browsers do. Low: a page or JSON without
        `X-Content-Type-Options: nosniff`, or the referrer policy `unsafe-url`. Notes: no Referrer-Policy (browsers
        then send only the origin), no Cross-Origin-Opener-Policy, no charset, security headers that are empty,
        contradict each other or are misspelt, links that hand their window to others with `rel=opener`.

    How to fix it in Flask:
        Set them on every response:

            @app.after_request
            def harden(response):
                response.headers["X-Content-Type-Options"] = "nosniff"
                response.headers["Referrer-Policy"] = "same-origin"
                response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
                return response

        (`no-referrer` would break the forms of Flask-WTF over https.)

    References:
        CWE-693, CWE-200, WSTG-CONF-14, WSTG-CLNT-14, ASVS v5.0.0-3.4.4, v5.0.0-3.4.5, v5.0.0-3.4.8, v5.0.0-3.2.1
    """
    pages = sent_pages(scene)
    guessed = [
        page
        for page in pages
        if page.exchange.response.media_type in _GUESSED and not no_sniffing(page.exchange.response)
    ]
    if guessed:
        yield finding(
            f"X-Content-Type-Options: nosniff is missing on {named(guessed)}", evidence=evidence(guessed)
        )
    chatty = [page for page in pages if referrer_policy(page.exchange) == "unsafe-url"]
    if chatty:
        yield finding(
            f"the referrer policy unsafe-url sends whole addresses to other sites: {named(chatty)}",
            evidence=evidence(chatty),
        )
    yield from _notes([page for page in pages if is_html(page.exchange)])


def _notes(pages: list[Page]) -> Iterator[Finding]:
    """What breaks no promise, each told once."""
    told: dict[str, list[Page]] = {}
    for page in pages:
        for words in (*_lacks(page.exchange), *oddities(page.exchange.response)):
            told.setdefault(words, []).append(page)
    for words, found in told.items():
        yield note(f"{words}: {named(found)}", evidence=evidence(found))


def _lacks(exchange: Exchange) -> Iterator[str]:
    if not referrer_policy(exchange):
        yield "no Referrer-Policy"
    if not exchange.response.header("Cross-Origin-Opener-Policy"):
        yield "no Cross-Origin-Opener-Policy"
    if not knows_charset(exchange.response):
        yield "the page does not say in which encoding it is written"
    if opener_links(exchange):
        yield "a link hands its window to another page (rel=opener)"
