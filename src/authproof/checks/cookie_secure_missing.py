"""Cookies that travel in the clear (CWE-614)."""

from collections.abc import Iterator
from dataclasses import replace

from authproof.checks._registry import check
from authproof.client.jar import Cookie
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.cookies import first_of_each, key_cookies
from authproof.site.steps import FormGone
from authproof.visitor import Scene


@check(
    severity=Severity.MEDIUM, cwe=(614,), asvs=("3.3.1",), wstg=("SESS-02", "SESS-09"), shows=Shows.HEADERS
)
def cookie_secure_missing(scene: Scene) -> Iterator[Finding]:
    """No cookie that opens the account ever travels over plain http.

    Why it matters:
        One request to `http://` (a typed address, an old link, an image that somebody on the same network puts into
        another page) is enough: the browser adds every cookie that is not Secure, and the network reads it.

    How it is tried:
        Log in, log in with the box to be remembered ticked, come back with that cookie alone, register. Each cookie
        is left out and tried alone to see which ones open the account; only these count. Every Set-Cookie line that
        sets one of them is read. In process the same is done again over https: an app that sets Secure there, and
        leaves it out only where http is spoken, gets a note. With `tls-at-proxy` in the policy the finding is low.

    How to fix it in Flask:
        Browsers take Secure cookies from http://localhost and http://127.0.0.1 too, so this also suits development:

            app.config.update(SESSION_COOKIE_SECURE=True, REMEMBER_COOKIE_SECURE=True)

    References:
        CWE-614, WSTG-SESS-02, WSTG-SESS-09, ASVS v5.0.0-3.3.1, NIST SP 800-63B-4 section 5.1.1
    """
    bare = first_of_each(pair for pair in key_cookies(scene) if not pair[0].secure)
    if not bare:
        return
    kept = _secure_over_https(scene)
    severity = Severity.LOW if scene.policy.tls_at_proxy and scene.site.base.startswith("http:") else None
    for cookie, exchange in bare:
        if cookie.name in kept:
            yield note(f"`{cookie.name}` is Secure over https and not over http", evidence=exchange)
        else:
            yield finding(
                f"`{cookie.name}` opens the account and is set without Secure",
                evidence=exchange,
                severity=severity,
            )


def _secure_over_https(scene: Scene) -> tuple[str, ...]:
    """The names that carry Secure whenever they are set over https, where that can be tried."""
    if scene.inside is None or scene.site.base.startswith("https:"):
        return ()
    site = replace(scene.site, base=scene.site.base.replace("http:", "https:", 1))
    try:
        return always_secure(key_cookies(replace(scene, site=site)))
    except (FormGone, Inconclusive, NotApplicable):
        return ()


def always_secure(pairs: tuple[tuple[Cookie, Exchange], ...]) -> tuple[str, ...]:
    """The names of which no setting lacks Secure."""
    lacking = [cookie.name for cookie, _ in pairs if not cookie.secure]
    return tuple(dict.fromkeys(cookie.name for cookie, _ in pairs if cookie.name not in lacking))
