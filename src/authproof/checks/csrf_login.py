"""Logging somebody in from another site (CWE-352)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity
from authproof.probes.cookies import session_login
from authproof.probes.crossing import judged
from authproof.probes.forced_login import forced_logins, forced_registrations
from authproof.visitor import Scene


@check(severity=Severity.LOW, cwe=(352,), asvs=("3.5.1",), wstg=("SESS-05",))
def csrf_login(scene: Scene) -> Iterator[Finding]:
    """No other site can log a browser in, neither by the login form nor by registration.

    Why it matters:
        The victim works in the attacker's account without noticing: what is searched, uploaded or paid for there is
        the attacker's. Together with a script that shows only to its own account it is a way into the victim's page.

    How it is tried:
        Another site posts the login form with the attacker's name and password: without the hidden fields, with empty
        ones, with those of the attacker's own page; into a browser that knows the site and one that does not; with a
        foreign Origin, and with Origin `null` and no Referer. Only the cookies travel that SameSite lets travel. It is
        a finding if the browser is then in the attacker's account. Where registration signs in, the same is done with
        it. The control: the form sent from the site itself works. Checking Origin or Sec-Fetch-Site is a defence, too.
        What was found is tried once more where there is a browser: a page on evil.test submits the form by itself in a
        real Chromium, and both verdicts are told if nobody is logged in there. Without a browser the finding says so.

    How to fix it in Flask:
        Flask-WTF checks a token in every form, also for people who are not logged in yet:

            csrf = CSRFProtect(app)

        and in each form:

            <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">

    References:
        CWE-352, WSTG-SESS-05, ASVS v5.0.0-3.5.1
    """
    session_login(scene)
    if scene.visitor(account=scene.other or scene.user).is_logged_in():
        raise Inconclusive("the private page opens without a login")
    broken = (*forced_logins(scene), *forced_registrations(scene))
    yield from judged(scene, broken, Severity.LOW)
