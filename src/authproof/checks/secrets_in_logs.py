"""Passwords and session tokens in what the app prints and logs (CWE-532)."""

import sys
from collections.abc import Iterator
from contextlib import suppress

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding
from authproof.probes.cookies import authenticating
from authproof.probes.payloads import tokens_in
from authproof.probes.reset import ResetDesk, secrets_of
from authproof.probes.spellings import before, need_distinct, packed_in, spelt_in
from authproof.probes.stored import file_text, is_log, trace_of
from authproof.probes.trouble import make_trouble
from authproof.site import Account
from authproof.site.steps import FormGone
from authproof.target.inside import Inside
from authproof.visitor import Scene

_RESET = "the secret of a reset link"


@check(severity=Severity.HIGH, cwe=(532,), asvs=("16.2.5",), wstg=("CRYP-03", "SESS-04"), shows=Shows.STORY)
def secrets_in_logs(scene: Scene) -> Iterator[Finding]:
    """No password, session or reset token or password hash is ever printed or logged, also when something goes wrong.

    Why it matters:
        Logs are copied to other machines, kept for years and read by many. A password in them is in clear
        text, a session token opens the account at once, and a mistyped password is mostly the right one for
        another site.

    How it is tried:
        Register twice, log in rightly and wrongly, log out, ask for a reset link and open it, send logins that
        break things: a field missing, far too long, odd bytes, JSON of the wrong shape, half a body. Then the
        standard output, the error output and the log files, as the app is configured to write them, are searched
        for each password typed, for the cookies and tokens that open the account, for the link's secret and for
        the stored hash: in clear, escaped, in hex and in base64.

    How to fix it in Flask:
        Log who and what, never the form or the headers:

            app.logger.info("login failed for %s from %s", user.id, request.remote_addr)

        and keep SQL parameters out of tracebacks: `SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True}`.

    References:
        CWE-532, WSTG-CRYP-03, WSTG-SESS-04, ASVS v5.0.0-16.2.5, OWASP Logging Cheat Sheet (data to exclude)
    """
    inside = scene.need_inside()
    _need_output(inside)
    need_distinct(scene.user, inside.output.text())
    trace, wrong = trace_of(scene), scene.people.password(24)
    tokens = tuple(_come_and_go(scene, trace.account))
    make_trouble(scene, trace.account, wrong)
    sought = [
        ("the password", trace.account.password, Severity.HIGH),
        ("a mistyped password", wrong, Severity.HIGH),
    ]
    sought += [(f"the session token in {name}", token, Severity.MEDIUM) for name, token in tokens]
    sought += [("the stored hash", text, Severity.MEDIUM) for text in trace.guarded]
    sought += [(_RESET, text, Severity.MEDIUM) for text in _reset_secrets(scene, trace.account)]
    yield from _logged(tuple(_said(inside)), sought)


def _logged(lines: tuple[str, ...], sought: list[tuple[str, str, Severity]]) -> Iterator[Finding]:
    """A finding for each kind of secret that stands in a line; the line is shown up to the first secret in it."""
    told: list[str] = []
    for what, secret, severity in sought:
        line = next((line for line in lines if packed_in(line, secret)), None)
        if line is None or what in told:
            continue
        told.append(what)
        shown = min((before(line, one) for _, one, _ in sought if spelt_in(line, one)), key=len, default="")
        how = packed_in(line, secret)
        cause = "reset-token-in-log" if what == _RESET else None
        yield finding(
            f"{what} is logged {how}", evidence=f"a line with: {shown}…", severity=severity, cause=cause
        )


def _need_output(inside: Inside) -> None:
    mark = "authproof looks whether it hears what is said here"
    sys.stderr.write(f"{mark}\n")
    if mark not in inside.output.text():
        raise Inconclusive("what the app prints does not reach us: a line written as a control was not found")


def _come_and_go(scene: Scene, account: Account) -> Iterator[tuple[str, str]]:
    """Log in to be remembered, look around, log out; yields what opened the account meanwhile."""
    visitor = scene.signed_in(account, remember=True)
    names = authenticating(scene, visitor.cookies, account)
    for _ in range(2):
        for cookie in visitor.cookies:
            if cookie.name in names:
                yield from ((cookie.name, text) for text in tokens_in(cookie.value))
        visitor.is_logged_in()
    if bearer := (visitor.cookies.authorization or "").removeprefix("Bearer "):
        yield "the Authorization header", bearer
    if scene.site.logout is not None:
        with suppress(FormGone):
            visitor.log_out()


def _reset_secrets(scene: Scene, account: Account) -> tuple[str, ...]:
    """The secret of the link that a request for a new password mails; nothing where none comes."""
    try:
        link = ResetDesk(scene).ask(account).link
    except (NotApplicable, Inconclusive):
        return ()
    scene.visitor().visit(link)  # an access log has it too
    return secrets_of(link, ())


def _said(inside: Inside) -> Iterator[str]:
    """The lines of the output, and of log files that the app writes by itself."""
    yield from inside.output.text().splitlines()
    for file in inside.files.written:
        if is_log(file):
            yield from file_text(file).splitlines()
