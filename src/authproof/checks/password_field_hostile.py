"""Password controls as a person and a password manager meet them (CWE-549, CWE-522)."""

from collections import Counter
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Confidence, Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.controls import Control, controls_of, refuses_paste, scripts_of
from authproof.probes.looking import unseen
from authproof.probes.typed_in import Place, places
from authproof.visitor import Scene
from authproof.visitor.scene import Unseen


@check(severity=Severity.LOW, cwe=(549, 522), asvs=("6.2.6", "6.2.7"), wstg=("ATHN-07",), shows=Shows.STORY)
def password_field_hostile(scene: Scene) -> Iterator[Finding]:
    """Whatever takes a password is masked, and lets people paste and password managers fill in.

    Why it matters:
        A password in clear is read over the shoulder, and browsers keep it among what was typed before. A field that
        refuses to be pasted into is an argument for short passwords: who copies from a manager has to type.

    How it is tried:
        The pages of login, registration, password change and reset are read as they arrive. Every control into which
        a password goes must have the type `password`. Neither it nor what stands around it may have an `onpaste`
        that stops the paste. Then Chromium opens the pages and a password is typed into every field, pasted from
        another window with Ctrl+V, and set as a manager sets it: a field that stays empty, or whose text the
        browser itself does not mask (a font of dots is no mask), is a finding. Without a browser, a script of the
        page, or one that it loads from the same site, that stops paste events is one of medium confidence, for
        only a browser can say which control it means. `autocomplete="off"`, which browsers ignore for passwords,
        and `readonly` are noted.

    How to fix it in Flask:
        WTForms has the right control; tell managers which password it is:

            password = PasswordField("Password", render_kw={"autocomplete": "current-password"})

    References:
        CWE-549, CWE-522, WSTG-ATHN-07, ASVS v5.0.0-6.2.6, v5.0.0-6.2.7
    """
    controls, found = list(controls_of(scene)), list[Place]()
    answer = scene.in_browser(lambda chromium: found.extend(places(scene, chromium, controls)))
    if not controls and not found:
        why = f", and no browser has looked: {answer.reason}" if isinstance(answer, Unseen) else ""
        raise NotApplicable(f"no page shows a control for a password: the login speaks JSON{why}")
    # Of two controls of one name the one that is not shown was not tried.
    there = Counter((one.where, one.name) for one in controls)
    shown = Counter((one.where, one.name) for one in found)
    met = {
        (one.where, one.name): one
        for one in found
        if shown[one.where, one.name] >= there[one.where, one.name]
    }
    for place in found:
        yield from _met(place)
    for control in controls:
        used = met.get((control.where, control.name))
        yield from _said(control, used) if used else _judged(control)
    for page in dict.fromkeys(one.page for one in controls if (one.where, one.name) not in met):
        if any(refuses_paste(text) for text in scripts_of(scene, page)):
            text = f"a script of {page.request.path} stops what is pasted"
            yield finding(text, evidence=page, confidence=Confidence.MEDIUM)
    if isinstance(answer, Unseen):
        yield unseen(answer, "at what the fields do when they are used")


def _met(place: Place) -> Iterator[Finding]:
    """What a person in Chromium met with."""
    where = f"`{place.name}` on {place.where}"
    if not place.masked:
        yield finding(
            f"{where} shows the password: Chromium does not mask what is typed there", evidence=place.seen
        )
    if place.refuses:
        ways = " or ".join(place.refuses)
        yield finding(f"{where} stays empty in Chromium when a password is {ways}", evidence=place.seen)


def _judged(control: Control) -> Iterator[Finding]:
    """What the page says of a control that nobody has used."""
    page, where = control.page, f"`{control.name}` on {control.where}"
    if control.kind != "password":
        yield finding(f"{where} shows the password: its type is `{control.kind}`", evidence=page)
    if control.handler:
        yield finding(
            f"{where} refuses to be pasted into: `onpaste` is {control.handler[:60]!r}", evidence=page
        )
    yield from _said(control)


def _said(control: Control, place: Place | None = None) -> Iterator[Finding]:
    """What is worth knowing of a control, whatever it does."""
    page, where = control.page, f"`{control.name}` on {control.where}"
    if place and control.handler and not place.refuses:
        yield note(f"{where} has an `onpaste` that refuses; in Chromium pasting works", evidence=page)
    if place and control.kind != "password" and place.masked:
        yield note(f"{where} arrives as `{control.kind}`; Chromium masks what is typed there", evidence=page)
    if control.autocomplete == "off":
        yield note(
            f"{where} asks managers to stay away by `autocomplete=off`: browsers ignore it", evidence=page
        )
    if control.read_only:
        yield note(
            f"{where} is `readonly` until a script changes that: managers do not fill it", evidence=page
        )
