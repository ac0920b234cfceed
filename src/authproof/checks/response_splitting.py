"""Line breaks that end a header and begin another (CWE-113)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, finding
from authproof.probes.header_inlets import HeaderInlet, header_inlets
from authproof.probes.wire import BREAKS, INJECTED, is_split, payload, reflects
from authproof.visitor import Scene


@check(severity=Severity.HIGH, cwe=(113,), asvs=("1.2.1",), wstg=("INPV-15",))
def response_splitting(scene: Scene) -> Iterator[Finding]:
    """No value of a request adds a header to the response, wherever it comes back in one.

    Why it matters:
        A line break in a redirect or a cookie ends that header. What follows is the attacker's: a cookie of theirs, a
        policy switched off, or a whole second page that a cache keeps for everybody.

    How it is tried:
        A header of our own behind CR LF, LF, CR, and CR LF escaped twice is sent where a value may come back in a
        header: parameters that say where to go next (through a whole login), the query of public and private pages
        under usual names and those that the app's source reads, cookies with the escapes that Python's readers undo,
        paths, the names at login and registration, the profile. It is a finding if the header list that the app
        gives to its server holds our header as a line of its own. A framework that refuses with an exception keeps
        this promise; that it crashes is for `malformed-input-crash`.

    How to fix it in Flask:
        Werkzeug refuses line breaks in headers. Set them through the response, and redirect only to checked paths:

            response = redirect(url_for("dashboard"))
            response.headers["X-Language"] = lang if lang in LANGUAGES else "en"

    References:
        CWE-113, WSTG-INPV-15, ASVS v5.0.0-1.2.1, RFC 9112 section 2.2
    """
    word, comes_back = scene.people.letters(12), False
    for inlet in header_inlets(scene):
        comes_back = comes_back or any(reflects(one, word) for one in inlet.send(word))
        if found := _split(inlet, word):
            comes_back = True
            yield found
    if not comes_back:
        raise NotApplicable("no value of a request came back in a header, looked into redirects and cookies")


def _split(inlet: HeaderInlet, word: str) -> Finding | None:
    """The finding, if one of the line breaks ends a header that this place fills."""
    for name, line_break in BREAKS[: 1 if inlet.costly else None]:
        for answer in inlet.send(payload(word, line_break)):
            if is_split(answer):
                said = f"{inlet.words} with {name} in it adds the header `{INJECTED}` to the response"
                alone = (found for part in inlet.parts if (found := _split(part, word)))
                return next(alone, finding(said, evidence=answer))
    return None
