"""Passwords and session ids in addresses (CWE-598)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.addresses import (
    carried_in,
    credential_forms,
    key_in_query,
    login_by_query,
    secrets_of,
    walk_through,
)
from authproof.visitor import Scene


@check(severity=Severity.MEDIUM, cwe=(598,), asvs=("14.2.1", "3.5.3"), wstg=("SESS-04", "INPV-01"))
def secrets_in_url(scene: Scene) -> Iterator[Finding]:
    """Passwords, session ids and tokens travel in bodies and headers, and never in an address.

    Why it matters:
        Addresses stand in the logs of every server and proxy, in the browser's history, in bookmarks, and in the
        Referer that the next site gets. Who may read one of these has the password or the session.

    How it is tried:
        The forms of login, registration and password change must be sent by POST. The login is tried with name and
        password in the query, by GET and by POST with only the hidden fields in the body. The cookies that open the
        account (or a bearer token) are put into the query of a private page, under their own names and the usual
        ones, by a browser without cookies: if that opens it, anybody can also be given a session by a link (high).
        Every redirect, link and form of a whole visit is searched for the password and the session's values. The
        tokens of reset links are judged by `reset-token-leak`.

    How to fix it in Flask:
        Write `method="post"` into the form's tag, and read what was posted instead of `request.values`:

            username, password = request.form["username"], request.form["password"]

    References:
        CWE-598, WSTG-SESS-04, WSTG-INPV-01, ASVS v5.0.0-14.2.1, v5.0.0-3.5.3
    """
    if scene.visitor().is_logged_in():
        raise Inconclusive("the private page opens without a login")
    by_get = [(page, form) for page, form in credential_forms(scene) if form.method == "get"]
    for page, _ in by_get:
        yield finding(f"the form on {page.request.path} sends the password in the address", evidence=page)
    for method in () if by_get else ("GET", "POST"):
        if proof := login_by_query(scene, method):
            said = f"{method} {proof[0].request.path.partition('?')[0]} signs in with name and password in the query"
            yield finding(said, evidence=proof, location=proof[0].view)
    if opened := key_in_query(scene):
        name, proof_page = opened
        yield finding(
            f"what opens the account is taken from the query, too, as `{name}`",
            evidence=proof_page,
            severity=Severity.HIGH,
        )
    visitor = walk_through(scene)
    secrets = secrets_of(scene, visitor)
    for what in dict.fromkeys(secrets.values()):
        values = [value for value, called in secrets.items() if called == what]
        if carrier := next((one for one in visitor.history if carried_in(one, values)), None):
            yield finding(
                f"{carrier.request.path.partition('?')[0]} hands {what} on in an address", evidence=carrier
            )
