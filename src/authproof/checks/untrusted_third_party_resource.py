"""Scripts, styles and frames of others on the pages of the login (CWE-829, CWE-353)."""

from collections.abc import Iterable, Iterator

from authproof.checks._registry import check
from authproof.findings import Evidence, Finding, Severity, Shows, finding
from authproof.probes.foreign import Foreign, Kind, foreign_resources
from authproof.probes.looking import unseen
from authproof.probes.pages import Page, evidence, flow_pages, named, over_https
from authproof.probes.requests_out import Asked, Outlook, walk
from authproof.site import read_page
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen


@check(
    severity=Severity.LOW,
    cwe=(829, 353),
    asvs=("3.6.1", "14.2.3"),
    wstg=("CRYP-03", "ATHN-09"),
    shows=Shows.STORY,
)
def untrusted_third_party_resource(scene: Scene) -> Iterator[Finding]:
    """The pages of the login run nothing from other people's servers unless a hash says what it must be.

    Why it matters:
        A script on the login page reads the password. Who serves it, or breaks into that server, or sits on the
        network where it comes over plain http, logs in as everybody. A style sheet or a frame of others can draw a
        form of their own, and each learns who visits the page and when.

    How it is tried:
        Login, registration, reset, private pages and the pages of one's account are opened as over https, and every
        script, style sheet and frame that a browser would load is resolved by the URL standard. What comes from
        another host without an `integrity` hash is low; a script is medium where it comes over plain http, or
        stands on a page into which a password is typed. Hosts below the app's own count as its own. Then Chromium
        opens the same pages and logs in by typing: whatever it asks another host for beside that, for a script, a
        style sheet, a picture, a font or in the name of a script, is low, a script medium as above, and so is what
        carries the person's name, address or password.

    How to fix it in Flask:
        Serve the file yourself, or pin it:

            <script src="{{ url_for('static', filename='app.js') }}"></script>
            <script src="https://cdn.example/lib-3.2.1.js" crossorigin="anonymous"
                    integrity="sha384-(base64 of the file's SHA-384)"></script>

    References:
        CWE-829, CWE-353, WSTG-CRYP-03, WSTG-ATHN-09, ASVS v5.0.0-3.6.1, v5.0.0-14.2.3, W3C Subresource Integrity
    """
    secured = over_https(scene)
    pages, outlook = flow_pages(secured), list[Outlook]()

    def look(chromium: Chromium) -> None:
        outlook.append(Outlook(chromium))
        walk(chromium, scene.user, pages, outlook[0])

    answer = secured.in_browser(look)
    asked = outlook[0].asked if outlook else []
    yield from _declared(pages, None if isinstance(answer, Unseen) else asked)
    yield from _besides(scene, pages, asked)
    if isinstance(answer, Unseen):
        yield unseen(answer, "what scripts and style sheets ask others for")


def _declared(pages: tuple[Page, ...], asked: Iterable[Asked] | None) -> Iterator[Finding]:
    """What the pages themselves name."""
    loaded: dict[tuple[Kind, str, bool], list[tuple[Foreign, Page]]] = {}
    for page in pages:
        for one in foreign_resources(page.exchange):
            if one.plain or not one.pinned:
                loaded.setdefault((one.kind, one.host, one.plain), []).append((one, page))
    for (kind, host, plain), seen in loaded.items():
        named_on = sorted((page for _, page in seen), key=lambda page: not _takes_password(page))
        pin = "" if kind is Kind.FRAME or plain else " that no integrity hash pins"
        idle = (
            "" if asked is None or any(one.host == host for one in asked) else "; Chromium did not ask for it"
        )
        yield finding(
            f"a {kind.value} from {host}{' over plain http' if plain else ''}{pin} on {named(named_on)}:"
            f" {seen[0][0].url}{idle}",
            evidence=evidence(named_on),
            severity=max(_severity(one, page) for one, page in seen),
        )


def _besides(scene: Scene, pages: tuple[Page, ...], asked: Iterable[Asked]) -> Iterator[Finding]:
    """What Chromium asked others for, and no page names."""
    declared = {one.url for page in pages for one in foreign_resources(page.exchange)}
    typed = {page.path for page in pages if _takes_password(page)}
    secrets = (scene.user.username, scene.user.email, scene.user.password)
    sorts: dict[tuple[str, str, bool], list[Asked]] = {}
    for one in asked:
        if one.url not in declared and not one.pinned:
            sorts.setdefault((one.kind, one.host, any(map(one.tells, secrets))), []).append(one)
    for (kind, host, tells), seen in sorts.items():
        script = kind == Kind.SCRIPT.value and any(one.plain or one.page in typed for one in seen)
        paths = ", ".join(dict.fromkeys(one.page for one in seen))
        said = " and is told who signs in" if tells else ""
        what = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}{said}"
        yield finding(
            f"on {paths} {host} is asked for {what}: {seen[0].url.partition('?')[0]}",
            evidence=[
                Evidence(f"Chromium asked for {one.url}, Referer {one.referer or 'none'}") for one in seen[:3]
            ],
            severity=Severity.MEDIUM if script or tells else Severity.LOW,
        )


def _severity(one: Foreign, page: Page) -> Severity:
    """Medium for a script that others can change under way, or that stands beside a password."""
    risky = one.kind is Kind.SCRIPT and (one.plain or _takes_password(page))
    return Severity.MEDIUM if risky else Severity.LOW


def _takes_password(page: Page) -> bool:
    return any(form.passwords for form in read_page(page.exchange).forms)
