"""To whom the browser gives the cookies that open the account (CWE-668)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.client.jar import Cookie
from authproof.findings import Finding, Severity, Shows, finding, note
from authproof.probes.cookies import first_of_each, key_cookies, session_login
from authproof.visitor import Scene

# ASVS 3.3.5; browsers drop a longer cookie, and with it the login.
_MOST_BYTES = 4096


@check(
    severity=Severity.LOW,
    cwe=(668, 1275),
    asvs=("3.3.1", "3.3.3", "3.3.5"),
    wstg=("SESS-02", "SESS-09"),
    shows=Shows.HEADERS,
)
def cookie_scope_too_broad(scene: Scene) -> Iterator[Finding]:
    """Cookies that open the account go to the app's own host alone, and fit into a browser.

    Why it matters:
        With a Domain attribute the browser sends the session to every host below that name: the blog, the test
        server, a forgotten name that somebody else may have taken over. It also lets each of them plant one.

    How it is tried:
        Log in, log in with the box to be remembered ticked, come back with that cookie alone, register. Each cookie
        is left out and tried alone to see which ones open the account; only these count. A Domain attribute is
        low, and so are more than 4,096 bytes of name and value, which browsers drop. A session cookie that is
        Secure but not named `__Host-` gets a note: that name makes the browser refuse one from a sibling host.

    How to fix it in Flask:
        Leave SESSION_COOKIE_DOMAIN and REMEMBER_COOKIE_DOMAIN unset, and name the session

            app.config.update(SESSION_COOKIE_NAME="__Host-session", SESSION_COOKIE_SECURE=True)

        Leave Flask-Login's remember cookie its plain name: it is deleted without Secure, which browsers refuse
        for a name with that prefix.

    References:
        CWE-668, CWE-1275, WSTG-SESS-02, WSTG-SESS-09, ASVS v5.0.0-3.3.1, v5.0.0-3.3.3, v5.0.0-3.3.5, RFC 6265bis
    """
    settings = key_cookies(scene)
    for cookie, exchange in first_of_each(pair for pair in settings if not pair[0].host_only):
        yield finding(
            f"`{cookie.name}` opens the account and goes to every host below {cookie.host} (Domain attribute)",
            evidence=exchange,
        )
    for cookie, exchange in first_of_each(pair for pair in settings if size(pair[0]) > _MOST_BYTES):
        yield finding(
            f"`{cookie.name}` has {size(cookie):,} bytes: browsers drop what is longer than {_MOST_BYTES:,}",
            evidence=exchange,
        )
    passing = session_login(scene).names
    for cookie, exchange in first_of_each(settings):
        if cookie.name in passing and cookie.secure and not cookie.name.startswith("__Host-"):
            yield note(
                f"`{cookie.name}` has no `__Host-` name: sibling hosts can plant one", evidence=exchange
            )


def size(cookie: Cookie) -> int:
    """Bytes of name and value."""
    return len(cookie.name.encode("latin-1", "replace")) + len(cookie.value.encode("latin-1", "replace"))
