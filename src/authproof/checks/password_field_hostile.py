"""Password controls as a person and a password manager meet them (CWE-549, CWE-522)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Confidence, Finding, NotApplicable, Severity, finding, note
from authproof.probes.controls import Control, controls_of, refuses_paste, scripts_of
from authproof.visitor import Scene


@check(severity=Severity.LOW, cwe=(549, 522), asvs=("6.2.6", "6.2.7"), wstg=("ATHN-07",))
def password_field_hostile(scene: Scene) -> Iterator[Finding]:
    """Whatever takes a password is masked, and lets people paste and password managers fill in.

    Why it matters:
        A password in clear is read over the shoulder, and browsers keep it among what was typed before. A field that
        refuses to be pasted into is an argument for short passwords: who copies from a manager has to type.

    How it is tried:
        The pages of login, registration, password change and reset are read as they arrive. Every control into which
        a password goes must have the type `password`. Neither it nor what stands around it may have an `onpaste`
        that stops the paste; a script of the page, or one that it loads from the same site, that stops paste events
        is a finding of medium confidence, for only a browser can say which control it means. `autocomplete="off"`,
        which browsers ignore for passwords, and `readonly` are noted.

    How to fix it in Flask:
        WTForms has the right control; tell managers which password it is:

            password = PasswordField("Password", render_kw={"autocomplete": "current-password"})

    References:
        CWE-549, CWE-522, WSTG-ATHN-07, ASVS v5.0.0-6.2.6, v5.0.0-6.2.7
    """
    controls = list(controls_of(scene))
    if not controls:
        raise NotApplicable("no page shows a control for a password: the login speaks JSON")
    for control in controls:
        yield from _judged(control)
    for page in dict.fromkeys(control.page for control in controls):
        for text in scripts_of(scene, page):
            if refuses_paste(text):
                yield finding(
                    f"a script of {page.request.path} stops what is pasted",
                    evidence=page,
                    confidence=Confidence.MEDIUM,
                )
                break


def _judged(control: Control) -> Iterator[Finding]:
    page, where = control.page, f"`{control.name}` on {control.where}"
    if control.kind != "password":
        yield finding(f"{where} shows the password: its type is `{control.kind}`", evidence=page)
    if control.handler:
        yield finding(
            f"{where} refuses to be pasted into: `onpaste` is {control.handler[:60]!r}", evidence=page
        )
    if control.autocomplete == "off":
        yield note(
            f"{where} asks managers to stay away by `autocomplete=off`: browsers ignore it", evidence=page
        )
    if control.read_only:
        yield note(
            f"{where} is `readonly` until a script changes that: managers do not fill it", evidence=page
        )
