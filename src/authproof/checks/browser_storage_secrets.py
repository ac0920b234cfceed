"""Secrets in what a page keeps in the browser (CWE-922)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity, Shows, finding, note
from authproof.probes.browser_secrets import exchanges_of, found_in, secrets_of
from authproof.visitor import Scene
from authproof.visitor.browser_visitor import BrowserVisitor, Kept


@check(
    severity=Severity.MEDIUM,
    cwe=(922, 312),
    asvs=("14.3.3", "14.3.1"),
    wstg=("CLNT-12", "ATHN-05"),
    shows=Shows.STORY,
)
def browser_storage_secrets(scene: Scene) -> Iterator[Finding]:
    """A page keeps no password, session key or personal data where scripts can read it, and leaves nothing behind.

    Why it matters:
        Any script on the page reads localStorage, sessionStorage, IndexedDB and the variables of the window: one
        injected line takes what lies there. What is on disk stays after logout for whoever uses the computer next.
        A session cookie that no script can read (HttpOnly) loses that protection with the first copy.

    How it is tried:
        In a real Chromium: log in by typing, open a private page, log out by clicking, and each time read all that
        the page keeps. Looked for are the password, the values of the HttpOnly cookies that open the account, a
        token sent as `Authorization`, the stored password hash and the mail address, also in their usual encodings.
        The address alone is low. A token that has no cookie to live in has to be somewhere: it is low on disk
        (localStorage, IndexedDB), a note elsewhere. Variables that scripts declare with `let` or keep inside
        functions are not seen.

    How to fix it in Flask:
        Leave the session to the cookie, and hand templates only what they show:

            app.config.update(SESSION_COOKIE_HTTPONLY=True, REMEMBER_COOKIE_HTTPONLY=True)

            @app.post("/logout")
            def logout():
                logout_user()
                response = redirect(url_for("login"))
                response.headers["Clear-Site-Data"] = '"storage"'
                return response

    References:
        CWE-922, CWE-312, WSTG-CLNT-12, WSTG-ATHN-05, ASVS v5.0.0-14.3.3, v5.0.0-14.3.1
    """
    with scene.chromium() as chromium:
        alice = chromium.signed_in(scene.user)
        kept = _kept(alice)
        secrets = secrets_of(scene, alice.cookies(), chromium.exchanges)
        left, stopped = _left(scene, alice)
        seen = exchanges_of(scene, chromium.exchanges)
    told: dict[tuple[str, str, str], bool] = {}
    for one, secret in found_in(left, secrets):
        told[secret.name, one.place, one.key] = True
    for one, secret in found_in(kept, secrets):
        told.setdefault((secret.name, one.place, one.key), False)
    named = {secret.name: secret for secret in secrets}
    for (name, place, key), stays in sorted(told.items()):
        severity = named[name].severity(place)
        message = f"{name} is in {_place(place)} under `{key}`{', also after logout' if stays else ''}"
        if severity is Severity.INFO:
            yield note(message)
            continue
        yield finding(message, evidence=(*seen, Evidence(_shows(place, stays=stays))), severity=severity)
    if stopped:
        raise stopped


def _kept(alice: BrowserVisitor) -> tuple[Kept, ...]:
    """What is kept on the page to which the login leads, and on a private page."""
    landing = alice.kept()
    alice.visit(alice.site.witnesses[0].path)
    return (*landing, *alice.kept())


def _left(scene: Scene, alice: BrowserVisitor) -> tuple[tuple[Kept, ...], Inconclusive | None]:
    """What is kept after logout, or why that could not be seen; nothing where there is no way out."""
    if scene.site.logout is None:
        return (), None
    try:
        alice.log_out()
    except NotApplicable as reason:
        return (), Inconclusive(str(reason))
    if alice.is_logged_in():
        return (), Inconclusive("logout did not end the session of the browser that logged out")
    return alice.kept(), None


def _place(place: str) -> str:
    return "a variable of the window" if place == "window" else place


def _shows(place: str, *, stays: bool) -> str:
    return f"read by a script on the page, from {_place(place)}, {'after logout' if stays else 'while signed in'}"
