"""Credentials in the clear (CWE-319, CWE-523)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from authproof.checks._registry import check
from authproof.client.urls import origin
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.addresses import credential_forms
from authproof.probes.altered import altered, with_headers
from authproof.site.steps import FormGone, find_form
from authproof.visitor import Scene

_YEAR_S = 31_536_000
_MAX_AGE = re.compile(r'\s*max-age\s*=\s*"?(\d+)"?\s*', re.IGNORECASE)
_PUBLIC_NAME = "www.example.com"


@check(
    severity=Severity.MEDIUM,
    cwe=(319, 523),
    asvs=("12.2.1", "3.4.1"),
    wstg=("CRYP-03", "ATHN-01", "CONF-07", "SESS-04"),
    shows=Shows.STORY,
)
def https_not_enforced(scene: Scene) -> Iterator[Finding]:
    """Passwords go to this site alone and over TLS, and browsers are told never to come without it.

    Why it matters:
        A form that posts to `http:` hands the password to the network. Without HSTS a browser that once typed the name
        without `https` sends its first request in the clear, and whoever answers it first is the site.

    How it is tried:
        The forms of login, registration and password change are opened over https (in process by calling the app so):
        each must post to the origin that it came from. The login page's Strict-Transport-Security must last a year or
        more; if it is missing or shorter, the finding is low. That the login page is also served over plain http
        under a public name is noted, for the server in front may see to that. Plain http on loopback is never a
        finding. Where that server terminates TLS and sends HSTS, say `tls-at-proxy = true` in the policy.

    How to fix it in Flask:
        Set the header on every answer (Flask-Talisman does this, and redirects to https):

            @app.after_request
            def hsts(response):
                response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
                return response

    References:
        CWE-319, CWE-523, WSTG-CRYP-03, WSTG-ATHN-01, WSTG-CONF-07, ASVS v5.0.0-12.2.1, v5.0.0-3.4.1, RFC 6797
    """
    secure = _over_tls(scene)
    for page, form in credential_forms(secure or scene):
        if problem := misdirected(page.request.url, form.action):
            yield finding(f"the form on {page.request.path} {problem}", evidence=page)
    if scene.policy.tls_at_proxy:
        raise NotApplicable(
            "the policy says that a server in front terminates TLS and sends HSTS (tls-at-proxy)"
        )
    if secure is None:
        raise NotApplicable("the target speaks plain http: only where its forms post to was looked at")
    page = _page_of(secure)
    if page.failed or page.response.status >= 400:
        raise Inconclusive(f"over https {page.request.path} answers {page.response.status}")
    if problem := hsts_problem(page.response.all("Strict-Transport-Security")):
        yield finding(f"{page.request.path} over https {problem}", evidence=page, severity=Severity.LOW)
    if scene.inside is None:
        yield note("whether it is served over plain http too was not tried", evidence=page)
    elif shown := _plainly_served(scene):
        yield note(f"{shown.request.path} is served over plain http under a public name", evidence=shown)


def misdirected(page: str, action: str) -> str | None:
    """What is wrong with the address to which a form on that page posts."""
    if action.startswith("http:") and page.startswith("https:"):
        return "sends the password over plain http"
    if origin(action) != origin(page):
        return f"sends the password to another origin, {origin(action)}"
    return None


def hsts_problem(values: tuple[str, ...]) -> str | None:
    """What is wrong with the header; of several a browser reads the first (RFC 6797, section 8.1)."""
    if not values:
        return "sends no Strict-Transport-Security"
    ages = [found[1] for part in values[0].split(";") if (found := _MAX_AGE.fullmatch(part))]
    if not ages:
        return f"sends a Strict-Transport-Security without max-age: {values[0][:60]!r}"
    if len(ages[0]) < 12 and int(ages[0]) < _YEAR_S:
        return f"sends a Strict-Transport-Security of {ages[0]} s, less than a year"
    return None


def _page_of(scene: Scene) -> Exchange:
    """The login page; a private one where the login has no page."""
    if scene.site.login.form.encoding != "form":
        return scene.signed_in().visit(scene.site.witnesses[0].path)
    return scene.visitor().visit(scene.site.login.form.path)


def _over_tls(scene: Scene) -> Scene | None:
    """The same scene over https, None where that cannot be had."""
    if scene.site.base.startswith("https:"):
        return scene
    if scene.inside is None:
        return None
    return replace(scene, site=replace(scene.site, base=scene.site.base.replace("http:", "https:", 1)))


def _plainly_served(scene: Scene) -> Exchange | None:
    """The login page, as somebody gets it who came without https to a name that is not loopback's."""
    base = scene.site.base.replace("https:", "http:", 1)
    plain = replace(scene, site=replace(scene.site, base=base))
    visitor = altered(plain, with_headers(("Host", _PUBLIC_NAME)))
    page = visitor.visit(scene.site.login.form.path, follow=False)
    try:
        find_form(page, scene.site.login.form)
    except FormGone:
        return None
    return page if page.response.status == 200 else None
