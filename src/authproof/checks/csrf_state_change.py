"""Changing somebody's account from another site (CWE-352)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity
from authproof.probes.cookies import session_login
from authproof.probes.crossing import Break, judged
from authproof.probes.forged_changes import account_changes, forged_change
from authproof.probes.forged_rows import forged_rows
from authproof.site.steps import FormGone
from authproof.visitor import Scene


@check(severity=Severity.HIGH, cwe=(352,), asvs=("3.5.1", "3.5.2", "3.5.3"), wstg=("SESS-05",))
def csrf_state_change(scene: Scene) -> Iterator[Finding]:
    """No other site can make a signed-in browser change or delete anything.

    Why it matters:
        A browser sends its cookies with a request whoever has caused it. Without a token that only the site's own
        pages know, any page on the web can submit the forms of whoever happens to look at it: change the address,
        then the password, or delete the account.

    How it is tried:
        Every POST form that somebody signed in meets is sent as another site can: as a link, as a form without its
        token, with an empty one, with the token of the attacker's own session, with Origin `null`, from a host that
        begins with the site's name, as JSON in a text/plain body. It is a finding if it took effect: the new
        password logs in, the account is gone, the profile shows the new value, or the same rows of the database have
        changed as by the form itself. First all cookies are sent, to see whether the app protects itself; then those
        that SameSite lets travel. Blocked by SameSite alone is medium, and low what needs the current password
        besides, which an attacker must know. Forms beside password, deletion and profile are one step lower. The
        control: sent from the site itself the form has that effect. Where there is a browser, a page on evil.test
        sends what was found into a real Chromium that has just logged in, and what happens there decides: what fails
        there is one step lower, and both are told. Without a browser the finding says so.

    How to fix it in Flask:
        Let Flask-WTF check a token with every request that changes something, and have no exceptions:

            csrf = CSRFProtect(app)
            app.config["SESSION_COOKIE_SAMESITE"] = "Lax"

        with `<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">` in each form, and let GET change
        nothing.

    References:
        CWE-352, WSTG-SESS-05, ASVS v5.0.0-3.5.1, v5.0.0-3.5.2, v5.0.0-3.5.3
    """
    keys = session_login(scene).names
    changes = account_changes(scene)
    others = tuple(forged_rows(scene)) if scene.inside else ()
    if not changes and not others:
        raise NotApplicable("no form that changes anything was found on the pages behind the login")
    rows, found, stop = [one for one in others if one], list[Break](), None
    if scene.site.register is None:
        # The only account there is will be another one when it has been changed.
        yield from judged(scene, rows, Severity.HIGH, keys)
        rows = []
    try:
        for change in changes:
            found.extend(forged_change(scene, change))
    except (Inconclusive, NotApplicable, FormGone) as reason:
        stop = reason
    # One browser for all that was found, the worst first.
    yield from judged(scene, found + rows, Severity.HIGH, keys)
    if stop:
        raise stop
