"""What malformed input does to the pages of a login (CWE-248, CWE-20)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, finding, note
from authproof.probes.crashes import Crash, Listener, shortest
from authproof.probes.malformed import probes
from authproof.visitor import Scene


@check(
    severity=Severity.LOW,
    cwe=(248, 20, 754),
    asvs=("16.5.3", "16.5.4", "2.2.1"),
    wstg=("ERRH-01", "INPV-13"),
)
def malformed_input_crash(scene: Scene) -> Iterator[Finding]:
    """Malformed input gets a clean refusal: no page breaks, and nobody is signed in by it.

    Why it matters:
        What breaks a page was not thought of, and what was not thought of is where attackers look. An exception
        that leaves the app can end a worker, fills the log, and may show its trace to whoever caused it.

    How it is tried:
        Login, registration, logout and a private page get missing and repeated fields, letters beyond ASCII, NUL,
        lone surrogates, bytes that are no UTF-8, very long values, a password of 73 bytes, other content types, deep
        JSON and broken cookies; a good login gets malformed targets to go to afterwards; a name is registered again,
        and by eight people at once. A 5xx answer is a finding, medium where the exception left the app past its error
        handlers, critical if malformed input signs somebody in. One finding for each view and exception, with the
        shortest input. Answers that broke because the audit refused a network connection are left out. What
        Flask-Login, WTForms or Flask's own JSON reader raise before the app has a say is noted, and fails nothing.

    How to fix it in Flask:
        Catch what a library raises where the input comes in, and answer 400:

            try:
                db.session.commit()
            except IntegrityError:
                db.session.rollback()
                flash("This name is taken.")

        Flask-Login 0.6.3 breaks on a remember cookie whose signature is not ASCII. Treat it as no cookie:

            class CalmLoginManager(LoginManager):
                def _load_user_from_remember_cookie(self, cookie):
                    return super()._load_user_from_remember_cookie(cookie) if cookie.isascii() else None

        And have a last resort: `@app.errorhandler(500)` with a page that needs neither user nor database.

    References:
        CWE-248, CWE-20, CWE-754, WSTG-ERRH-01, WSTG-INPV-13, ASVS v5.0.0-16.5.3, v5.0.0-16.5.4, v5.0.0-2.2.1
    """
    listener, crashes = Listener(scene), list[Crash]()
    listener.crashes("", ())
    for probe in probes(scene):
        crashes += listener.crashes(probe.label, probe.history)
        if probe.signed_in:
            yield finding(
                f"{probe.label} at the login signs in",
                evidence=(probe.history[-1], probe.signed_in),
                severity=Severity.CRITICAL,
            )
    yield from map(_told, shortest(crashes))


def _told(crash: Crash) -> Finding:
    words = f"{crash.label} at {crash.path} ends in {crash.kind}"
    if crash.reader:
        return note(f"{words}, raised by {crash.reader} itself", evidence=crash.exchange)
    if crash.exchange.crash is None:
        return finding(words, evidence=crash.exchange, severity=Severity.LOW)
    return finding(f"{words}, past the error handlers", evidence=crash.exchange, severity=Severity.MEDIUM)
