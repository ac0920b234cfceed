"""Scripts, styles and frames of others on the pages of the login (CWE-829, CWE-353)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Severity, finding
from authproof.probes.foreign import Foreign, Kind, foreign_resources
from authproof.probes.pages import Page, evidence, flow_pages, named, over_https
from authproof.site import read_page
from authproof.visitor import Scene


@check(severity=Severity.LOW, cwe=(829, 353), asvs=("3.6.1", "14.2.3"), wstg=("CRYP-03", "ATHN-09"))
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
        stands on a page into which a password is typed. Hosts below the app's own count as its own. What a script
        loads later is seen only in a browser.

    How to fix it in Flask:
        Serve the file yourself, or pin it:

            <script src="{{ url_for('static', filename='app.js') }}"></script>
            <script src="https://cdn.example/lib-3.2.1.js" crossorigin="anonymous"
                    integrity="sha384-(base64 of the file's SHA-384)"></script>

    References:
        CWE-829, CWE-353, WSTG-CRYP-03, WSTG-ATHN-09, ASVS v5.0.0-3.6.1, v5.0.0-14.2.3, W3C Subresource Integrity
    """
    loaded: dict[tuple[Kind, str, bool], list[tuple[Foreign, Page]]] = {}
    for page in flow_pages(over_https(scene)):
        for one in foreign_resources(page.exchange):
            if one.plain or not one.pinned:
                loaded.setdefault((one.kind, one.host, one.plain), []).append((one, page))
    for (kind, host, plain), seen in loaded.items():
        pages = sorted((page for _, page in seen), key=lambda page: not _takes_password(page))
        pin = "" if kind is Kind.FRAME or plain else " that no integrity hash pins"
        yield finding(
            f"a {kind.value} from {host}{' over plain http' if plain else ''}{pin} on {named(pages)}: {seen[0][0].url}",
            evidence=evidence(pages),
            severity=max(_severity(one, page) for one, page in seen),
        )


def _severity(one: Foreign, page: Page) -> Severity:
    """Medium for a script that others can change under way, or that stands beside a password."""
    risky = one.kind is Kind.SCRIPT and (one.plain or _takes_password(page))
    return Severity.MEDIUM if risky else Severity.LOW


def _takes_password(page: Page) -> bool:
    return any(form.passwords for form in read_page(page.exchange).forms)
