"""Sessions that are used for ever (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.sessions import root_of
from authproof.probes.timeouts import DAY, SLACK, Idle, Life, idle_limit, life_in_use, span
from authproof.visitor import Scene

# Pages opened at most: with an idle limit of 20 minutes they last for 30 days.
_MOST_PAGES = 2400


@check(severity=Severity.MEDIUM, cwe=(613,), asvs=("7.3.2",), wstg=("SESS-07",), shows=Shows.STORY)
def session_absolute_timeout(scene: Scene) -> Iterator[Finding]:
    """A session ends after 30 days (or what the policy allows), however steadily it is used.

    Why it matters:
        An idle limit does not stop a thief, who only has to open a page now and then. Without a last day a session
        that was stolen once stays stolen. The password has to be asked for again at some time.

    How it is tried:
        Measure the idle limit first. Then log in without being remembered and open a private page again and again, the
        app's clock moved on by a little less than that limit each time, at most by a day; new cookies are taken up,
        and the browser lets none expire. This goes on for two days more than the policy allows (`absolute-limit`, 30
        days unless set). A session that ends after a few pages is tried once more with shorter steps, for some apps
        renew only in the first part of a session's life. A fresh login afterwards is the control.

    How to fix it in Flask:
        Keep the time of the login in the session, and ask for the password when it is too long ago:

            @app.before_request
            def end_old_sessions():
                began = session.setdefault("began", time.time())
                if time.time() - began > 12 * 3600:
                    session.clear()

        and call `session.clear()` at login too, so that the time starts anew.

    References:
        CWE-613, WSTG-SESS-07, ASVS v5.0.0-7.3.2, NIST SP 800-63B-4 section 2.1.3
    """
    scene.need_inside()
    limit = scene.policy.absolute_limit
    scene.signed_in()
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    idle = idle_limit(scene, min(limit, 2 * DAY), exact=True)
    if idle.dead is not None and idle.alive <= SLACK:
        raise Inconclusive(f"a session ends after less than {span(idle.dead)} between two pages")
    life, step = _life(scene, idle, limit)
    scene.signed_in()
    if life.seconds <= limit + SLACK or life.proof is None:
        if not life.ended and life.seconds < limit:
            raise Inconclusive(
                f"alive after {span(life.seconds)} with a page every {span(step)}: too many pages for {span(limit)}"
            )
        yield note(f"a session in steady use ends after {span(life.seconds + step)} at most")
        return
    end = "then it ends" if life.ended else "no end was seen"
    yield finding(
        f"with a page every {span(step)} the session still opens {life.proof.request.path} after more than"
        f" {span(life.seconds)}, the policy allows {span(limit)}; {end}",
        evidence=(Evidence(f"alive {life.seconds} seconds after the login"), life.proof),
        cause=root_of(scene),
    )


def _life(scene: Scene, idle: Idle, limit: int) -> tuple[Life, int]:
    """How long a session lives in use, and the step by which that was found."""
    horizon = limit + max(limit // 15, 2 * SLACK)
    # Not a whole part of the limit: a page at the very second of it would be seen now alive and now ended.
    step = max(1, min(idle.alive * 19 // 20, limit * 10 // 311, DAY))
    life = life_in_use(scene, step, horizon, _MOST_PAGES)
    if life.ended and life.seconds <= 3 * step and life.seconds < limit:
        finer = max(1, step // 8)
        again = life_in_use(scene, finer, 4 * step, _MOST_PAGES)
        if not again.ended:
            return life_in_use(scene, finer, horizon, _MOST_PAGES), finer
    return life, step
