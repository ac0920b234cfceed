"""Logging somebody out from another site (CWE-352)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, note
from authproof.probes.cookies import leave, session_login
from authproof.probes.forced_logout import (
    Forgery,
    by_script,
    crossed,
    forgeries,
    in_browser,
    judge,
    only_same_site,
)
from authproof.visitor import Scene, Visitor


@check(severity=Severity.LOW, cwe=(352,), asvs=("3.5.1", "3.5.3"), wstg=("SESS-05", "SESS-06"))
def csrf_logout(scene: Scene) -> Iterator[Finding]:
    """Nobody is logged out by a link or a form of another site.

    Why it matters:
        Work in an open form is lost, and a person who is thrown out again and again types the password where the
        attacker waits for it. It is also the first half of login CSRF: out of one's own account, into the attacker's.

    How it is tried:
        Somebody who is in follows a link on another site to the address of the logout, and submits forms that another
        site sends there: without fields, with empty ones, with the token of the attacker's own session. Only the
        cookies travel that SameSite lets travel. A request that carried the session cookie and after which the
        browser is out is a finding. A form that works only in the two minutes in which Chromium sends cookies without
        SameSite is a note, and so is one that SameSite alone keeps from it. The controls: logging out by the site's own
        button works, and a link to a private page leaves the session alone. What was found is tried once more where
        there is a browser: a real Chromium that has logged in opens a page on evil.test with a picture, a link or the
        form, and what fails there is a note that tells both. A page that asks, and whose script sends the answer by
        itself, is found by the browser alone.

    How to fix it in Flask:
        Log out by POST with a token, and let GET only ask:

            @app.post("/logout")            # CSRFProtect(app) checks the token
            @login_required
            def logout():
                logout_user()
                return redirect(url_for("index"))

        and set `SESSION_COOKIE_SAMESITE="Lax"`.

    References:
        CWE-352, WSTG-SESS-05, WSTG-SESS-06, ASVS v5.0.0-3.5.1, v5.0.0-3.5.3, RFC 9110 section 9.2.1
    """
    scene.need_logout()
    names = session_login(scene).names
    alice, replaced = _controls(scene, names), None
    for forgery in forgeries(scene):
        alice = alice if alice.is_logged_in() else scene.signed_in()
        jar, sent = alice.cookies.copy(), forgery.send(alice)
        if alice.is_logged_in():
            continue
        if through := crossed(sent, jar, names):
            found = judge(forgery.method, forgery.path, through, (sent, alice.last_exchange))
            yield in_browser(scene, found, forgery, names)
            return
        replaced = replaced or sent
    if replaced:
        said = "no session cookie travels with another site's form, but the answer replaces or deletes the one there"
        yield note(said, evidence=replaced)
    else:
        yield from only_same_site(scene, alice if alice.is_logged_in() else scene.signed_in())
    yield from by_script(scene, alice if alice.is_logged_in() else scene.signed_in())


def _controls(scene: Scene, names: tuple[str, ...]) -> Visitor:
    """Somebody who is in, after the controls.

    Raises:
        Inconclusive: the site's own way out does not work, or any visit from another site ends a session.
    """
    leave(scene.signed_in())
    alice = scene.signed_in()
    jar, sent = alice.cookies.copy(), Forgery("GET", scene.site.witnesses[0].path, []).send(alice)
    if not alice.is_logged_in() and crossed(sent, jar, names):
        raise Inconclusive(f"a link on another site to {sent.request.path} already ended the session")
    return alice
