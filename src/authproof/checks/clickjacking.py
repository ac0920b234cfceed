"""Pages of the login in a frame of somebody else's (CWE-1021)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.csp import Framing, framing
from authproof.probes.framed import framed, told
from authproof.probes.pages import Page, evidence, flow_pages, named
from authproof.visitor import Scene


@check(
    severity=Severity.MEDIUM, cwe=(1021,), asvs=("3.4.6",), wstg=("CLNT-09", "CONF-14"), shows=Shows.HEADERS
)
def clickjacking(scene: Scene) -> Iterator[Finding]:
    """No other site can show the pages of the login in a frame.

    Why it matters:
        A page in an invisible frame lies under a game or a cookie banner, and the visitor's clicks and keys go into
        it: a password is typed or an account deleted for somebody else, with the visitor's own cookies.

    How it is tried:
        Login, registration, reset, private pages and the pages of one's account are opened, and their headers are
        read as browsers do. An enforced `frame-ancestors` decides; where there is none, `X-Frame-Options` does.
        `frame-ancestors *` therefore undoes `X-Frame-Options: DENY`; `ALLOW-FROM` and a `<meta>` count for nothing.
        A page that has X-Frame-Options alone is protected, but not as ASVS asks: that is low. Redirects and
        JSON are left out. With `embedded` in the policy the check does not apply. Where there is a browser, a page on
        evil.test frames what nothing protects, in a real Chromium in which the visitor is signed in. Where it shows
        nothing, or the visitor's cookies stay behind, so that nothing can be clicked in the visitor's name, the finding
        is low and tells both; without a browser it says so.

    How to fix it in Flask:
        Name nobody, in a header on every response:

            @app.after_request
            def no_frames(response):
                response.headers.setdefault("Content-Security-Policy", "frame-ancestors 'none'")
                response.headers["X-Frame-Options"] = "DENY"
                return response

    References:
        CWE-1021, WSTG-CLNT-09, WSTG-CONF-14, ASVS v5.0.0-3.4.6, HTML standard section 7.4.2.4
    """
    if scene.policy.embedded:
        raise NotApplicable("the policy says that other sites may frame these pages (embedded)")
    pages = flow_pages(scene)
    bare = [page for page in pages if framing(page.exchange) is Framing.NOBODY]
    if bare:
        found = finding(f"any site can frame {named(bare)}: {_why(bare[0])}", evidence=evidence(bare))
        yield told(found, framed(scene, bare))
    old = [page for page in pages if framing(page.exchange) is Framing.FRAME_OPTIONS]
    if old:
        yield finding(
            f"only X-Frame-Options keeps other sites from framing {named(old)}; "
            "ASVS asks for frame-ancestors in the Content-Security-Policy",
            evidence=evidence(old),
            severity=Severity.LOW,
        )


def _why(page: Page) -> str:
    """What the headers say, where they say anything about frames."""
    headers = page.exchange.response
    said = [f"X-Frame-Options: {value}" for value in headers.all("X-Frame-Options")]
    said += [
        f"Content-Security-Policy: {value}"
        for value in headers.all("Content-Security-Policy")
        if "frame-ancestors" in value.lower()
    ]
    return f"the headers let everybody do it ({'; '.join(said)})" if said else "no header forbids it"
