"""Remember cookies that the server accepts for ever (CWE-613)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, Shows, finding, note
from authproof.probes.cookies import Login, opens, remembered_login
from authproof.probes.remembered import declared_life, raw, remember_cause
from authproof.probes.timeouts import span
from authproof.visitor import Scene

_DAY_S = 86400
_YEAR_S = 366 * _DAY_S


@check(severity=Severity.MEDIUM, cwe=(613,), asvs=("7.3.2",), wstg=("ATHN-05", "SESS-07"), shows=Shows.STORY)
def remember_token_never_expires(scene: Scene) -> Iterator[Finding]:
    """The server itself ends a remember cookie, by default after 30 days at the latest.

    Why it matters:
        Expires and Max-Age only ask the browser to forget. A thief's copy is not asked: if the server does not know
        when the cookie was made, the copy logs in for as long as the secret key stays.

    How it is tried:
        Log in with the box ticked, keep the remember cookies without their Expires, let time go by on the app's
        clock, and come with them alone: a day after the limit of the policy (`remember-limit`, 30 days), and after
        366 days, each time with cookies of a fresh login that were not used in between. Accepted after 366 days is
        medium; accepted after the limit, or a day after the cookie's own Max-Age, is low. The control: after each
        jump a fresh remember cookie does open the account, and strangers are refused.

    How to fix it in Flask:
        Keep the moment beside the token and compare it on the server:

            @login_manager.user_loader
            def load_user(token):
                row = db.session.scalar(select(Login).filter_by(token_hash=digest(token)))
                if row is None or datetime.now(UTC) - row.made > timedelta(days=30):
                    return None
                return row.user

        where `row.made` is set at login, and `REMEMBER_COOKIE_DURATION` says the same 30 days to the browser.

    References:
        CWE-613, WSTG-ATHN-05, WSTG-SESS-07, ASVS v5.0.0-7.3.2, NIST SP 800-63B-4 section 2.1.3
    """
    login, limit = remembered_login(scene), scene.policy.remember_limit
    declared = declared_life(login.jar.only(*login.names))
    if scene.inside is None:
        yield from _by_attribute(login, declared, limit)
        raise Inconclusive("the clock of a target elsewhere cannot be moved: only Expires was seen")
    ages = sorted({min(declared, limit) + _DAY_S, limit + _DAY_S, max(_YEAR_S, limit + _DAY_S)})
    lived: list[tuple[int, Exchange]] = []
    for age in ages:
        if not (proof := _opens_after(scene, login.names, age)):
            break
        lived.append((age, proof))
    if lived:
        age, proof = lived[-1]
        message, severity = judge(age, declared, limit)
        cause = remember_cause(scene, login)
        yield finding(message, evidence=proof, severity=severity, cause=cause)
    elif declared > limit:
        yield note(f"the cookie asks to be kept for {span(declared)}, though the server ends it earlier")


def judge(age: int, declared: int, limit: int) -> tuple[str, Severity]:
    """What a cookie says of the server that it still opened at this age and not at the next one tried."""
    said = f"a remember cookie still opens the account after {span(age)}"
    if age >= _YEAR_S:
        return f"{said}: the server sets it no end", Severity.MEDIUM
    if age > limit:
        return f"{said}; the limit is {span(limit)}", Severity.LOW
    return f"{said}, though it asked to be kept for {span(declared)}", Severity.LOW


def _opens_after(scene: Scene, names: tuple[str, ...], age: int) -> Exchange | None:
    """The page that unused remember cookies open at that age, None where they are refused.

    Raises:
        Inconclusive: then fresh ones are refused too, or strangers let in.
    """
    kept = raw(scene.signed_in(remember=True).cookies.only(*names))
    if scene.inside is not None:
        scene.inside.clock.advance(age)
    thief = scene.visitor(kept)
    if thief.is_logged_in() and not scene.visitor().is_logged_in():
        return thief.proof
    if not opens(scene, scene.signed_in(remember=True).cookies.only(*names), scene.user):
        raise Inconclusive(f"with the clock {span(age)} ahead a fresh remember cookie is refused as well")
    return None


def _by_attribute(login: Login, declared: int, limit: int) -> Iterator[Finding]:
    if declared > limit:
        settings = [one.line.partition(";")[2].strip() for one in login.jar.only(*login.names)]
        said = f"the remember cookie asks to be kept for {span(declared)}; the limit is {span(limit)}"
        yield finding(said, evidence=settings, severity=Severity.LOW)
