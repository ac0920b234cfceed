"""Logging somebody out from another site (CWE-352)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from authproof.checks._registry import check
from authproof.client.agent import CrossSite, Fields
from authproof.client.jar import Cookie, CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding, note
from authproof.probes.cookies import leave, session_login
from authproof.site.html import read_page
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
        SameSite is a note. The controls: logging out by the site's own button works, and a link to a private page
        leaves the session alone.

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
    for method, path, fields in _forgeries(scene):
        alice = alice if alice.is_logged_in() else scene.signed_in()
        jar, sent = alice.cookies.copy(), _forge(alice, method, path, fields)
        if alice.is_logged_in():
            continue
        if crossed := _crossed(sent, jar, names):
            yield judge(method, path, crossed, (sent, alice.last_exchange))
            return
        replaced = replaced or sent
    if replaced:
        said = "no session cookie travels with another site's form, but the answer replaces or deletes the one there"
        yield note(said, evidence=replaced)


def judge(method: str, path: str, crossed: tuple[Cookie, ...], seen: tuple[Exchange, ...]) -> Finding:
    """A link always carries these cookies, a form by their SameSite."""
    form = f"a form on another site that posts to {path} logs out"
    if method == "GET":
        return finding(f"a link on another site to {path} logs out", evidence=seen, location=seen[0].view)
    if any(cookie.same_site == "none" for cookie in crossed):
        return finding(form, evidence=seen, location=seen[0].view)
    when = "in Chromium while the cookie is younger than two minutes, in other browsers always"
    return note(f"without SameSite {form} {when}", evidence=seen)


def _controls(scene: Scene, names: tuple[str, ...]) -> Visitor:
    """Somebody who is in, after the controls.

    Raises:
        Inconclusive: the site's own way out does not work, or any visit from another site ends a session.
    """
    leave(scene.signed_in())
    alice = scene.signed_in()
    jar, sent = alice.cookies.copy(), _forge(alice, "GET", scene.site.witnesses[0].path, [])
    if not alice.is_logged_in() and _crossed(sent, jar, names):
        raise Inconclusive(f"a link on another site to {sent.request.path} already ended the session")
    return alice


def _forgeries(scene: Scene) -> Iterator[tuple[str, str, Fields]]:
    """What another site can send: links, and forms without fields, with empty ones, with the attacker's own token."""
    recipe = scene.site.logout
    if recipe is None:
        return
    paths = tuple(dict.fromkeys((recipe.action or recipe.path, recipe.path)))
    yield from (("GET", path, []) for path in paths)
    attacker = scene.signed_in(scene.other)
    forms = [form for path in paths for form in read_page(attacker.visit(path)).forms if form.is_bare]
    own = next((form for form in forms if urlsplit(form.action).path == paths[0]), None)
    hidden = [(field.name, field.value) for field in own.fields] if own else []
    for fields in ([], [(name, "") for name, _ in hidden], hidden):
        yield "POST", paths[0], fields


def _forge(alice: Visitor, method: str, path: str, fields: Fields) -> Exchange:
    """The first exchange of a navigation that another site begins."""
    before = len(alice.history)
    if method == "GET":
        alice.visit(path, site=CrossSite.YES)
    else:
        alice.agent.post(path, list(fields), site=CrossSite.YES)
    return alice.history[before]


def _crossed(sent: Exchange, jar: CookieJar, names: tuple[str, ...]) -> tuple[Cookie, ...]:
    """The cookies that open the account and travelled with the request."""
    header = sent.request.header("Cookie").split("; ")
    return tuple(one for one in jar if one.name in names and f"{one.name}={one.value}" in header)
