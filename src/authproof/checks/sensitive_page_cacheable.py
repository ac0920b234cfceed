"""Private pages in caches (CWE-525, CWE-524)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.caching import is_shared, is_stored
from authproof.probes.cookies import cookies_set, session_login
from authproof.probes.disguises import disguised
from authproof.probes.pages import Page, evidence, named
from authproof.visitor import Scene, Visitor

_MOST_PAGES = 12
_MOST_DISGUISED = 3


@check(
    severity=Severity.LOW,
    cwe=(525, 524),
    asvs=("14.3.2", "14.2.2", "14.2.5"),
    wstg=("ATHN-06", "SESS-04", "CONF-13"),
    shows=Shows.HEADERS,
)
def sensitive_page_cacheable(scene: Scene) -> Iterator[Finding]:
    """No cache keeps a page that shows who is signed in, nor an answer that sets a session cookie.

    Why it matters:
        On a shared computer the Back button and the disk show what the browser has stored. A cache between browser
        and app that keeps such a page shows one person's data to the next, and one that keeps a Set-Cookie hands
        over the session.

    How it is tried:
        Somebody signed in opens the private pages on which the own name stands (where none shows it, those closed to
        strangers, and what is missing there is a note). Low: one without
        `Cache-Control: no-store` (a `Vary: Cookie`, which Flask adds, makes the browser ask again after logout, but
        the page is stored all the same). Medium: a page or a login answer that names itself cacheable for everybody,
        by `public`, `s-maxage`, `max-age` or Expires; and a private page that also answers at the address of a
        file, such as `/account/x.css` (low where it still says `no-store`).

    How to fix it in Flask:
        Let nothing but static files be stored:

            @app.after_request
            def keep_private(response):
                if request.endpoint != "static":
                    response.headers["Cache-Control"] = "no-store"
                return response

    References:
        CWE-525, CWE-524, WSTG-ATHN-06, WSTG-SESS-04, WSTG-CONF-13, ASVS v5.0.0-14.3.2, v5.0.0-14.2.2, v5.0.0-14.2.5,
        RFC 9111
    """
    alice = scene.signed_in()
    pages = _private(scene, alice)
    stored = [page for page in pages if is_stored(page.exchange.response)]
    shared = [page for page in stored if is_shared(page.exchange.response)]
    if shared:
        yield finding(
            f"caches may keep one person's page for everybody: {named(shared)}",
            evidence=evidence(shared),
            severity=Severity.MEDIUM,
        )
    if own := [page for page in stored if page not in shared]:
        again = all("cookie" in page.exchange.response.header("Vary").lower() for page in own)
        tell = finding if any(one.marked for one in scene.site.witnesses) else note
        yield tell(
            f"no `no-store` on the private pages {named(own)}"
            + ("; their Vary: Cookie makes a browser ask again once the cookie has changed" if again else ""),
            evidence=evidence(own),
        )
    yield from _handed_out(scene)
    for page in pages[:_MOST_DISGUISED]:
        yield from _answers_as_file(scene, alice, page)


def _private(scene: Scene, alice: Visitor) -> tuple[Page, ...]:
    """The pages that show whose they are; where none does, those that refuse strangers."""
    marked = [one for one in scene.site.witnesses if one.marked]
    chosen = (marked or [one for one in scene.site.witnesses if one.guarded])[:_MOST_PAGES]
    if not chosen:
        raise NotApplicable(
            "no page shows who is signed in, looked for the own name and for pages closed to others"
        )
    pages = tuple(Page(one.path, alice.proof) for one in chosen if alice.sees(one) and alice.proof)
    if not pages:
        raise Inconclusive(f"{chosen[0].path} did not open for somebody who had just logged in")
    return pages


def _handed_out(scene: Scene) -> Iterator[Finding]:
    """Answers that set a cookie which opens the account, and may be kept for everybody."""
    try:
        login = session_login(scene)
    except NotApplicable:
        return
    for cookie, exchange in cookies_set(login.visitor.history):
        if cookie.name in login.names and is_shared(exchange.response):
            yield finding(
                f"{exchange.request.path} sets the session cookie `{cookie.name}` "
                "in an answer that caches may keep for everybody",
                evidence=exchange,
                severity=Severity.MEDIUM,
            )
            return


def _answers_as_file(scene: Scene, alice: Visitor, page: Page) -> Iterator[Finding]:
    """The page once more, at the address of a file."""
    if seen := disguised(scene, alice, page):
        yield finding(
            f"the private page {page.path} also answers at {seen.request.path}, which a cache takes for a file",
            evidence=seen,
            severity=Severity.MEDIUM if is_stored(seen.response) else Severity.LOW,
        )
