"""Input that becomes markup of the auth pages (CWE-79)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from authproof.checks._registry import check
from authproof.exchange import Exchange
from authproof.findings import Confidence, Finding, NotApplicable, Severity, finding
from authproof.probes.inlets import Inlet, carrier, inlets
from authproof.probes.markup import attempts, blocks_scripts, kept, planted
from authproof.visitor import Scene

_MOST = 5


@dataclass(slots=True)
class Hole:
    """A page in which what was sent became markup: how, through which places, and the two exchanges."""

    how: str
    page: Exchange
    sent: Exchange
    words: list[str] = field(default_factory=list)


@check(
    severity=Severity.HIGH,
    cwe=(79,),
    asvs=("1.2.1", "1.2.3", "3.2.2"),
    wstg=("INPV-01", "INPV-02", "CLNT-03"),
)
def xss_auth_pages(scene: Scene) -> Iterator[Finding]:
    """Names, messages and addresses that visitors send are shown as text, never as markup.

    Why it matters:
        A script that runs on the login page reads the password as it is typed; on any other page it acts as
        whoever is signed in. A link with the script in it is enough, or a name that an administrator looks at.

    How it is tried:
        Values that end whatever they may stand in, with an element of a made-up name behind, are sent through every
        field, parameter, header and cookie of the auth pages, and as the path of an unknown page; people register
        with them and look around. Each answer is parsed as a browser does it: the element, or an attribute of
        ours, must not be in the tree, nor a piece of a script. Without a browser that is likely and no proof,
        so medium; low where a strict Content-Security-Policy keeps scripts from running on that page.

    How to fix it in Flask:
        Let Jinja escape (files that end in .html, and render_template_string), put attributes in quotes, and
        build markup from values with Markup's own format:

            flash(Markup("Welcome, <b>{}</b>!").format(user.username))

    References:
        CWE-79, WSTG-INPV-01, WSTG-INPV-02, WSTG-CLNT-03, ASVS v5.0.0-1.2.1, 1.2.3 and 3.2.2
    """
    scene.signed_in()  # the control: what follows is sent through forms that work
    holes: dict[tuple[str, str], Hole] = {}
    pages = 0
    for inlet in (one for one in inlets(scene) if not one.secret):
        seen, hole = _tried(scene, inlet)
        pages += seen
        if hole:
            place = (hole.page.request.path.partition("?")[0], hole.how)
            holes.setdefault(place, hole).words.append(inlet.words)
    for hole in list(holes.values())[:_MOST]:
        yield _told(hole)
    if pages == 0:
        raise NotApplicable("no HTML page was seen, looked at every answer of login and registration")


def _tried(scene: Scene, inlet: Inlet) -> tuple[int, Hole | None]:
    """How many pages answered, and the first hole that they show."""
    pages, shown = 0, False
    for attempt in attempts(stored=inlet.stored, address=inlet.address):
        if attempt.short and shown:
            continue
        token = scene.people.letters(7)
        history = inlet.send(attempt.value(token))
        pages += sum(one.response.media_type in {"text/html", "application/xhtml+xml"} for one in history)
        shown = shown or any(kept(one, token) for one in history)
        for one in history:
            if how := planted(one, token):
                return pages, Hole(how, one, carrier(history, token))
    return pages, None


def _told(hole: Hole) -> Finding:
    named = ", ".join(list(dict.fromkeys(hole.words))[:_MOST])
    blocked = blocks_scripts(hole.page)
    policy = "; likely, blocked here by the Content-Security-Policy" if blocked else "; likely a script runs"
    return finding(
        f"{named}: what is sent there becomes {hole.how} of {hole.page.request.path.partition('?')[0]}{policy}",
        evidence=(hole.sent, hole.page) if hole.sent is not hole.page else hole.page,
        severity=Severity.LOW if blocked else Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
    )
