"""Cookies that scripts can read (CWE-1004)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, Shows, finding
from authproof.probes.browser_cookies import READABLE, read, seen
from authproof.probes.cookies import first_of_each, key_cookies
from authproof.visitor import Scene


@check(severity=Severity.MEDIUM, cwe=(1004,), asvs=("3.3.4",), wstg=("SESS-02",), shows=Shows.HEADERS)
def cookie_httponly_missing(scene: Scene) -> Iterator[Finding]:
    """No script on the page can read a cookie that opens the account.

    Why it matters:
        One script that should not run (a stored comment, a hacked advertisement, a changed library) reads
        `document.cookie` and sends it away. With HttpOnly the browser keeps the cookie to itself.

    How it is tried:
        Log in, log in with the box to be remembered ticked, come back with that cookie alone, register. Each cookie
        is left out and tried alone to see which ones open the account: only these count, so a token that a script
        must read does not. Every Set-Cookie line that sets one of them is read, from the moment the password is sent.
        Where there is a browser, the finding tells whether `document.cookie` shows the cookie in a real Chromium in
        which somebody has logged in; without a browser it says so.

    How to fix it in Flask:
        Both are Flask's and Flask-Login's defaults; do not turn them off:

            app.config.update(SESSION_COOKIE_HTTPONLY=True, REMEMBER_COOKIE_HTTPONLY=True)

        and for a cookie of your own `response.set_cookie(name, value, httponly=True)`.

    References:
        CWE-1004, WSTG-SESS-02, ASVS v5.0.0-3.3.4, RFC 6265 section 5.3
    """
    bare = [pair for pair in key_cookies(scene) if not pair[0].http_only]
    look = read(scene) if bare else None
    for cookie, exchange in first_of_each(bare):
        found = finding(f"`{cookie.name}` opens the account and is set without HttpOnly", evidence=exchange)
        yield seen(found, cookie.name, look, READABLE)
