"""Remember cookies and logout (CWE-613, CWE-294)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Inconclusive, Severity, finding, note
from authproof.probes.cookies import Login, leave, names_of, remembered_login, unticked
from authproof.visitor import Scene, Visitor


@check(severity=Severity.HIGH, cwe=(613, 294), asvs=("7.4.1", "7.2.2"), wstg=("ATHN-05", "SESS-06"))
def remember_token_replay_after_logout(scene: Scene) -> Iterator[Finding]:
    """A remember cookie copied before logout opens nothing after it.

    Why it matters:
        A remember cookie lives for weeks and logs in without a password. People who press logout on a shared machine
        believe that it is over. Flask-Login's own cookie is the user id and a keyed hash of it: the same at every
        login, never revoked, good for as long as the secret key stays.

    How it is tried:
        Log in with the box ticked. The remember cookies are the persistent ones that open the account without any
        other. Copy them unused, log out, and let a clean browser come with the copy alone. This is done twice: with
        the browser that logged in, and with one that was restarted and came back by its remember cookie. The
        control is the same copy before logout, from another login; a fresh browser must be refused.

    How to fix it in Flask:
        Put a random token that logout deletes where Flask-Login puts the user id:

            class User(UserMixin, db.Model):
                id = db.Column(db.Integer, primary_key=True)
                session_token = None  # secrets.token_urlsafe(32) of this login; a table keeps its digest

                def get_id(self):
                    return self.session_token

            @login_manager.user_loader
            def load_user(token):
                row = UserSession.find(token)
                return row.user if row else None

        and delete the row in the logout view before `logout_user()`.

    References:
        CWE-613, CWE-294, WSTG-ATHN-05, WSTG-SESS-06, ASVS v5.0.0-7.4.1, v5.0.0-7.2.2
    """
    scene.need_logout()
    login = remembered_login(scene)
    static = _static(scene, login)
    for restarted in (False, True):
        alice = _alice(scene, login.names, restarted=restarted)
        stolen = alice.cookies.only(*login.names)
        farewell = leave(alice)
        thief = scene.visitor(stolen)
        if thief.is_logged_in() and not scene.visitor().is_logged_in():
            named = ", ".join(f"`{name}`" for name in login.names)
            yield finding(
                f"after logout {'of a restarted browser ' if restarted else ''}the copied remember cookie {named}"
                f" still opens {thief.last_exchange.request.path}",
                evidence=(*static, farewell, thief.last_exchange),
                location=farewell.view,
                cause=_cause(scene, login, bool(static)),
            )
            return
    if static:
        yield note("the remember cookie is the same at every login, though logout ends it", evidence=static)


def _static(scene: Scene, login: Login) -> tuple[Evidence, ...]:
    """What shows that the cookie has nothing of its own at each login."""
    again = scene.signed_in(remember=True).cookies
    if any(again.get(name) != login.jar.get(name) for name in login.names):
        return ()
    return (
        Evidence(
            f"two logins set byte-identical values of {len(login.jar.get(login.names[0]) or '')} characters"
        ),
    )


def _alice(scene: Scene, names: tuple[str, ...], *, restarted: bool) -> Visitor:
    """Somebody remembered, still in; `restarted` has come back with the remember cookie alone.

    Raises:
        Inconclusive: the remember cookie did not bring her back in.
    """
    alice = scene.signed_in(remember=True)
    if restarted:
        alice.restart_browser()
        if not alice.is_logged_in():
            raise Inconclusive(f"a restarted browser with {', '.join(names)} was not let in again")
    return alice


def _cause(scene: Scene, login: Login, static: bool) -> str | None:
    """One root cause with its neighbours: the token never changes, or it is the session cookie itself made to last."""
    if set(login.names) <= set(names_of(unticked(scene))):
        return "stateless-session-cookie"
    return "static-remember-token" if static else None
