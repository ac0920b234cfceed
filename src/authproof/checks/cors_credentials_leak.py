"""Answers that another site's script may read (CWE-942)."""

from collections.abc import Iterator
from functools import partial

from authproof.checks._registry import check
from authproof.client import CookieJar
from authproof.client.agent import EVIL_ORIGIN
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.crossing import Break, judged
from authproof.probes.foreign_reads import fetched
from authproof.probes.origins import ALLOWED, Stranger, lets_read, strangers
from authproof.site import steps
from authproof.site.model import Witness
from authproof.visitor import Scene, Visitor

_MOST_PAGES = 12


_EVERYBODY = Stranger("*", "everybody")


@check(severity=Severity.HIGH, cwe=(942,), asvs=("3.4.2",), wstg=("CLNT-07",), shows=Shows.HEADERS)
def cors_credentials_leak(scene: Scene) -> Iterator[Finding]:
    """No other site's script can read what the app shows to a visitor who is signed in.

    Why it matters:
        A browser keeps sites from reading each other's answers. An app that repeats any Origin and allows
        credentials takes this away: whatever page the visitor has open reads the account, its CSRF tokens too.

    How it is tried:
        Somebody signed in asks for the private pages and endpoints as a script of another origin would: one that is
        wholly foreign, `null` (a sandboxed frame), names that begin or end like the app's own, a made-up
        subdomain, and plain http where the app is on https. A finding needs all three: the answer is the private
        one, `Access-Control-Allow-Origin` names the asker, and `Access-Control-Allow-Credentials` is true. Then the
        same is asked with only those cookies that go along cross-site: where SameSite holds them back, other
        sites read nothing and only sibling subdomains do, and the finding is one step lower. `*` is a note. Where there
        is a browser, a script of that origin fetches the page in a real Chromium that has logged in, and whether it can
        read it decides; both are told where they differ. Without a browser the finding says so.

    How to fix it in Flask:
        Compare with a fixed list, whole origins, never by `in` or `startswith`:

            @app.after_request
            def cors(response):
                if request.headers.get("Origin") in {"https://www.example.com"}:
                    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
                    response.headers["Access-Control-Allow-Credentials"] = "true"
                response.vary.add("Origin")
                return response

    References:
        CWE-942, WSTG-CLNT-07, ASVS v5.0.0-3.4.2, Fetch standard section 3.2 (CORS protocol)
    """
    alice, spoken, readers = scene.signed_in(), False, dict[Stranger, tuple[Witness, Exchange]]()
    for witness in scene.site.witnesses[:_MOST_PAGES]:
        for stranger in strangers(scene.site.base):
            seen = _ask(alice, witness, stranger)
            spoken = spoken or bool(seen.response.header(ALLOWED))
            if not steps.shows_signed_in(seen, witness, scene.user):
                continue
            if lets_read(seen.response, stranger.origin):
                readers.setdefault(stranger, (witness, seen))
            elif seen.response.header(ALLOWED).strip() == "*":
                readers.setdefault(_EVERYBODY, (witness, seen))
    if not spoken:
        raise NotApplicable("no answer has an Access-Control-Allow-Origin header, whatever origin asked")
    if public := readers.pop(_EVERYBODY, None):
        yield note(f"{public[0].path} may be read from anywhere, without cookies", evidence=public[1])
    if readers:
        yield from _leak(scene, alice, readers)


def _ask(visitor: Visitor, witness: Witness, stranger: Stranger) -> Exchange:
    """Ask as a script of that origin does."""
    headers = (
        ("Origin", stranger.origin),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Mode", "cors"),
        ("Sec-Fetch-Dest", "empty"),
    )
    return visitor.agent.get(witness.path, headers=headers)


def _leak(
    scene: Scene, alice: Visitor, readers: dict[Stranger, tuple[Witness, Exchange]]
) -> Iterator[Finding]:
    """All of it as one finding, one step lower where no cookie that opens the page goes along cross-site."""
    whole, (witness, _) = next(iter(readers.items()))
    asking = [whole] if whole.origin == EVIL_ORIGIN else list(readers)
    said = f"{', '.join(one.words for one in asking)} may read {witness.path} with the visitor's cookies"
    evidence = tuple(Evidence(f"asked by {who.origin}", page) for who, (_, page) in readers.items())
    crossing = CookieJar(one for one in alice.cookies if one.same_site not in {"lax", "strict"})
    for jar, through in ((crossing, True), (CookieJar(alice.cookies), False)):
        if steps.shows_signed_in(_ask(scene.visitor(jar), witness, whole), witness, scene.user):
            attack = partial(fetched, scene, witness, [one.origin for one in asking])
            yield from judged(scene, [Break(through, partial(_told, said, evidence), attack)], Severity.HIGH)
            return
    yield note(f"{said}; no cookie opens it, so a browser sends nothing that would", evidence=evidence)


def _told(said: str, evidence: tuple[Evidence, ...], through: bool) -> Finding:
    words = "" if through else "; SameSite keeps it to sibling subdomains"
    return finding(f"{said}{words}", evidence=evidence, severity=None if through else Severity.MEDIUM)
