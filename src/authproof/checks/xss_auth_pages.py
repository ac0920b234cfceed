"""Input that becomes markup of the auth pages (CWE-79)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.holes import Hole, tried
from authproof.probes.inlets import Inlet, inlets
from authproof.probes.looking import unseen
from authproof.probes.scripts_run import (
    Ran,
    by_address,
    by_what_is_kept,
    charges,
    kept_for_scripts,
    scripted_pages,
)
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen

_MOST = 5


@check(
    severity=Severity.HIGH,
    cwe=(79,),
    asvs=("1.2.1", "1.2.3", "3.2.2"),
    wstg=("INPV-01", "INPV-02", "CLNT-03"),
    shows=Shows.STORY,
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
        ours, must not be in the tree, nor a piece of a script. What gave way gets values that call a function, and
        Chromium opens the answers: where the function runs, that is high. Where it does not, or no browser can
        look, the hole is medium, low under a strict Content-Security-Policy. Of pages that have scripts Chromium
        opens addresses with such values in the query, in the parameters that the script looks for and in the
        fragment, and shows what people may say of themselves: high where the function runs.

    How to fix it in Flask:
        Let Jinja escape (files that end in .html, and render_template_string), put attributes in quotes, and
        build markup from values with Markup's own format:

            flash(Markup("Welcome, <b>{}</b>!").format(user.username))

    References:
        CWE-79, WSTG-INPV-01, WSTG-INPV-02, WSTG-CLNT-03, ASVS v5.0.0-1.2.1, 1.2.3 and 3.2.2
    """
    scene.signed_in()  # the control: what follows is sent through forms that work
    holes: dict[tuple[str, str], Hole] = {}
    pages, places = 0, [one for one in inlets(scene) if not one.secret]
    for inlet in places:
        seen, hole = tried(scene, inlet)
        pages += seen
        if hole:
            holes.setdefault((hole.path, hole.how), hole).words.append(inlet.words)
    yield from _looked(scene, tuple(holes.values())[:_MOST], places)
    if pages == 0:
        raise NotApplicable("no HTML page was seen, looked at every answer of login and registration")


def _looked(scene: Scene, holes: tuple[Hole, ...], places: list[Inlet]) -> Iterator[Finding]:
    """The holes, and what scripts of the pages make of addresses and names, where a browser can look."""
    scripted, ran = scripted_pages(scene), list[Ran]()
    if not holes and not scripted:
        return

    def look(chromium: Chromium) -> None:
        for hole in holes:
            hole.look(chromium, charges(scene.people, hole.inlet, hole.how))
        ran.extend(by_address(scene, chromium, scripted))
        if scripted:
            ran.extend(by_what_is_kept(chromium, list(kept_for_scripts(scene, places))))

    answer = scene.in_browser(look)
    yield from (hole.told() for hole in holes)
    known = {hole.path for hole in holes if hole.ran}
    places_of = {one.words: [again for again in ran if again.words == one.words] for one in ran}
    for words, again in places_of.items():
        paths = [one.path for one in again if one.path not in known]
        if paths:
            text = (
                f"{words}: a script that is sent there ran in Chromium on {', '.join(dict.fromkeys(paths))}"
            )
            yield finding(text, evidence=[one.page for one in again if one.path in paths])
    if isinstance(answer, Unseen):
        yield unseen(answer, "whether scripts run there")
