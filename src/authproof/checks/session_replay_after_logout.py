"""Session cookies and logout (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.visitor import Scene


@check(severity=Severity.HIGH, cwe=(613,), asvs=("7.4.1",), wstg=("SESS-06",))
def session_replay_after_logout(scene: Scene) -> Iterator[Finding]:
    """A session cookie copied before logout is worth nothing after it.

    Why it matters:
        Whoever got hold of a cookie (a shared machine, a proxy's log, a script) keeps the account for as long as the
        cookie lives. Logout is the only thing a person can do about it. Flask's own session lives in the cookie
        alone: `logout_user()` empties the browser's copy, and every other copy stays good.

    How it is tried:
        Log in, copy the cookies, see that the copy opens a private page, log out, open the page with the copy again.
        A fresh browser is the control that the page refuses strangers.

    How to fix it in Flask:
        Let the session name a row that logout deletes, and load the user through it:

            @login_manager.user_loader
            def load_user(token):
                row = db.session.scalar(select(UserSession).filter_by(token_hash=sha256(token)))
                return row.user if row else None

        or keep sessions on the server (Flask-Session) and destroy them at logout.

    References:
        CWE-613, WSTG-SESS-06, ASVS v5.0.0-7.4.1
    """
    scene.need_logout()
    alice = scene.signed_in()
    stolen = alice.cookies.copy()
    if not scene.visitor(stolen.copy()).is_logged_in():
        raise Inconclusive("the copied cookies did not open a private page even before logout")
    alice.log_out()
    thief = scene.visitor(stolen)
    if thief.is_logged_in() and not scene.visitor().is_logged_in():
        yield finding(
            f"after logout the copied session cookie still opens {thief.last_exchange.request.path}",
            evidence=(alice.history[-1], thief.last_exchange),
            cause="stateless-session-cookie",
        )
