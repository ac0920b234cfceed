"""Session cookies and logout (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.cookies import carries_identity, leave, login_of, opens
from authproof.visitor import Scene, Visitor


@check(severity=Severity.HIGH, cwe=(613,), asvs=("7.4.1",), wstg=("SESS-06",))
def session_replay_after_logout(scene: Scene) -> Iterator[Finding]:
    """A session cookie copied before logout is worth nothing after it.

    Why it matters:
        Whoever got hold of a cookie (a shared machine, a proxy's log, a script) keeps the account for as long as the
        cookie lives. Logout is the only thing a person can do about it. Flask's own session lives in the cookie
        alone: `logout_user()` empties the browser's copy, and every other copy stays good.

    How it is tried:
        Log in without being remembered, copy the session cookies (and a bearer token, where the login hands one out),
        see that the copy opens a private page, log out. Then open two private pages with the copy. A fresh browser is
        the control that the pages refuse strangers, the browser that logged out the control that logout worked.
        Remember cookies have a check of their own.

    How to fix it in Flask:
        Let the session name a row that logout deletes, and load the user through it:

            @login_manager.user_loader
            def load_user(token):
                digest = hashlib.sha256(token.encode()).hexdigest()
                row = db.session.scalar(select(UserSession).filter_by(token_hash=digest))
                return row.user if row else None

        or keep sessions on the server (Flask-Session) and destroy them at logout.

    References:
        CWE-613, WSTG-SESS-06, ASVS v5.0.0-7.4.1
    """
    scene.need_logout()
    names = login_of(scene, scene.signed_in()).names
    alice = scene.signed_in()
    stolen = _session_part(scene, alice)
    farewell = leave(alice)
    replays = _replays(scene, stolen)
    if not replays or scene.visitor().is_logged_in():
        return
    named = f"session cookie {', '.join(f'`{name}`' for name in names)}" if names else "bearer token"
    pages = " and ".join(one.request.path for one in replays)
    yield finding(
        f"after logout the copied {named} still opens {pages}",
        evidence=(farewell, *replays),
        location=farewell.view,
        cause="stateless-session-cookie" if carries_identity(scene) else None,
    )


def _session_part(scene: Scene, alice: Visitor) -> CookieJar:
    """The cookies that end with the browser, and a bearer token, where these open the account; else all of them."""
    everything = alice.cookies.copy()
    passing = CookieJar(one for one in everything if not one.persistent)
    passing.authorization = everything.authorization
    for jar in (passing, everything):
        if opens(scene, jar, alice.account):
            return jar
    raise Inconclusive("the copied cookies did not open a private page even before logout")


def _replays(scene: Scene, stolen: CookieJar) -> tuple[Exchange, ...]:
    """What a thief sees who opens up to two private pages, each with an unused copy."""
    seen = []
    for witness in scene.site.witnesses[:2]:
        thief = scene.visitor(stolen.copy())
        if thief.sees(witness):
            seen.append(thief.last_exchange)
    return tuple(seen)
