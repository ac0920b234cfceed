"""Sessions that nobody uses any more (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.sessions import root_of
from authproof.probes.timeouts import Idle, idle_limit, span
from authproof.visitor import Scene


@check(severity=Severity.LOW, cwe=(613,), asvs=("7.3.1",), wstg=("SESS-07",), shows=Shows.STORY)
def session_idle_timeout(scene: Scene) -> Iterator[Finding]:
    """A session that nobody has used for a day (or for as long as the policy allows) is over.

    Why it matters:
        People close the lid and walk away. A session that waits for ever can be taken up by whoever opens the lid
        next, or found in a backup years later. An end that only the browser keeps (Max-Age) binds no thief. Flask's
        own cookie is good for 31 days, used or not.

    How it is tried:
        Log in without being remembered, let the app's clock jump ahead, come back with the same cookies, their expiry
        ignored. First by the limit of the policy (`idle-limit`, a day unless set), then by other pauses, to tell where
        the limit lies. Each pause begins with a fresh login, which is the control that the account still works.

    How to fix it in Flask:
        Let the cookie expire on the server's clock, and renew it with each request (Flask refuses an older one):

            app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=30)

            @app.before_request
            def renew():
                session.permanent = True
                session.modified = True

        or keep the time of the last visit beside the session on the server and refuse what is older.

    References:
        CWE-613, WSTG-SESS-07, ASVS v5.0.0-7.3.1, NIST SP 800-63B-4 section 2.1.3
    """
    scene.need_inside()
    limit = scene.policy.idle_limit
    before = scene.signed_in()
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    found = idle_limit(scene, limit)
    scene.signed_in()
    if found.proof is None or found.alive <= limit:
        yield note(f"an unused session ends within {span(found.dead or limit)}{_survived(found)}")
        return
    by_browser = all(cookie.persistent for cookie in before.cookies)
    yield finding(
        f"the session still opens {found.proof.request.path} after {span(found.alive)} without use,"
        f" the policy allows {span(limit)}; {_end(found)}"
        + ("; only the browser is told when it ends" if by_browser and len(before.cookies) else ""),
        evidence=(Evidence(f"alive after a pause of {found.alive} seconds"), found.proof),
        cause=root_of(scene),
    )


def _survived(found: Idle) -> str:
    return f", not within {span(found.alive)}" if found.alive else ""


def _end(found: Idle) -> str:
    return "no end was seen" if found.dead is None else f"it ends within {span(found.dead)}"
