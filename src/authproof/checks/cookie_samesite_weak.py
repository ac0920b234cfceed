"""Cookies that travel with requests of other sites (CWE-1275)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.client.jar import Cookie
from authproof.findings import Finding, Severity, Shows, finding
from authproof.probes.browser_cookies import CROSSING, posted, seen
from authproof.probes.cookies import first_of_each, key_cookies
from authproof.visitor import Scene


@check(severity=Severity.LOW, cwe=(1275,), asvs=("3.3.2",), wstg=("SESS-02", "SESS-05"), shows=Shows.HEADERS)
def cookie_samesite_weak(scene: Scene) -> Iterator[Finding]:
    """Every cookie that opens the account says SameSite=Lax or SameSite=Strict itself.

    Why it matters:
        A page of another site can make the browser send requests here. SameSite keeps the cookie out of them.
        Without the attribute browsers differ: Chromium sends a cookie younger than two minutes with a form that
        another site posts, others send it always. `None` asks for it.

    How it is tried:
        Log in, log in with the box to be remembered ticked, come back with that cookie alone, register. Each cookie
        is left out and tried alone to see which ones open the account; only these count. Every Set-Cookie line that
        sets one of them is read. `None` is a medium finding, an absent or misspelt attribute a low one. Where there is
        a browser, a real Chromium in which somebody has just logged in posts a form of evil.test, and the finding tells
        whether it sent the cookie along; without a browser it says so.

    How to fix it in Flask:
        Neither Flask nor Flask-Login sets the attribute by itself:

            app.config.update(SESSION_COOKIE_SAMESITE="Lax", REMEMBER_COOKIE_SAMESITE="Lax")

    References:
        CWE-1275, WSTG-SESS-02, WSTG-SESS-05, ASVS v5.0.0-3.3.2, RFC 6265bis section 5.6.7
    """
    weak = [pair for pair in key_cookies(scene) if weakness(pair[0])]
    weak.sort(key=lambda pair: pair[0].same_site != "none")
    look = posted(scene) if weak else None
    for cookie, exchange in first_of_each(weak):
        severity = Severity.MEDIUM if cookie.same_site == "none" else Severity.LOW
        said = f"`{cookie.name}` opens the account and is set {weakness(cookie)}"
        yield seen(finding(said, evidence=exchange, severity=severity), cookie.name, look, CROSSING)


def weakness(cookie: Cookie) -> str:
    """What is wrong with the attribute in a few words, empty if nothing is."""
    if cookie.same_site == "none":
        return "with SameSite=None" + ("" if cookie.secure else " and without Secure, which browsers refuse")
    if cookie.same_site:
        return ""
    wrong = "samesite" in cookie.line.partition(";")[2].lower()
    return "with a SameSite value that does not exist" if wrong else "without SameSite"
