"""Taking the client's word for who it is (CWE-302, CWE-565, CWE-807)."""

from collections.abc import Iterable, Iterator

from authproof.checks._registry import check
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange
from authproof.findings import Finding, Inconclusive, Severity, finding
from authproof.probes.altered import altered
from authproof.probes.claims import Claim, bare_claims, claims_of
from authproof.probes.private import PrivatePage, private_pages
from authproof.probes.swaps import own_page_of, swapped_logins
from authproof.visitor import Scene

# Not the address that a careless list of trusted ones begins with.
_AWAY = "127.0.0.9"


@check(
    severity=Severity.CRITICAL,
    cwe=(302, 565, 807, 235),
    asvs=("8.3.1", "4.1.3", "15.3.5", "15.3.7"),
    wstg=("ATHN-04", "IDNT-01", "ATHZ-02", "INPV-04"),
)
def client_claimed_identity(scene: Scene) -> Iterator[Finding]:
    """Who somebody is follows from the login alone, never from a cookie, parameter or header that says so.

    Why it matters:
        Everything in a request is written by whoever sends it. A cookie `user_id=1`, a parameter `admin=1` or a header
        that a proxy was meant to set is an open door with a sign on it that says whom to come as.

    How it is tried:
        A stranger asks for a private page and says who it is: the user's name, address and the keys of the user's row
        as cookies, parameters and headers (those of proxies, Basic with an empty password, Bearer with the bare
        value), under usual names, those of the site's own cookies and, in process, those that the app's source looks
        up and the headers that it asks for; then `1`, `true`, `yes`, `admin`, and 127.0.0.1 as the address. Somebody
        signed in claims to be another user in the same ways, and logs in with both names in one request. It is a
        finding if lines of the page appear that only its owner reads, and without the claim do not.

    How to fix it in Flask:
        Ask the session, and behind a proxy that does the login take its header only from it:

            user = db.session.get(User, session["user_id"]) if "user_id" in session else None

    References:
        CWE-302, CWE-565, CWE-807, CWE-235, WSTG-ATHN-04, WSTG-IDNT-01, WSTG-ATHZ-02, WSTG-INPV-04,
        ASVS v5.0.0-8.3.1, v5.0.0-4.1.3, v5.0.0-15.3.5, v5.0.0-15.3.7
    """
    page = private_pages(scene)[0]
    if page.opens_for(scene.visitor(address=_AWAY)):
        raise Inconclusive(f"{page.witness.path} opens for a stranger as well: nothing can be told")
    for claim in _working(scene, page, [*claims_of(scene, scene.user), *bare_claims(scene)], CookieJar()):
        yield _finding(claim, f"a stranger who sends {claim[0].what} as {claim[0]} gets {page.witness.path}")
    if (theirs := own_page_of(scene)) is None:
        return
    alice = scene.signed_in(address=_AWAY).cookies
    for claim in _working(scene, theirs, claims_of(scene, theirs.account), alice):
        yield _finding(claim, f"somebody signed in who sends {claim[0].what} as {claim[0]} is that user")
    for words, sent, proof in swapped_logins(scene, theirs):
        yield finding(
            f"one user's password signs in as another: {words}", evidence=(sent, proof), location=sent.view
        )


def _working(
    scene: Scene, page: PrivatePage, claims: Iterable[Claim], jar: CookieJar
) -> Iterator[tuple[Claim, Exchange]]:
    """Claims that open the page, each by the one name that does it; one for each place is enough."""
    told: set[str] = set()
    for claim in claims:
        if claim.names[0][0] in told or not _opened(scene, page, claim, jar):
            continue
        alone = next((one for one in claim.alone() if _opened(scene, page, one, jar)), claim)
        if (proof := _opened(scene, page, alone, jar)) and not page.opens_for(
            scene.visitor(jar.copy(), address=_AWAY)
        ):
            told.add(claim.names[0][0])
            yield alone, proof


def _opened(scene: Scene, page: PrivatePage, claim: Claim, jar: CookieJar) -> Exchange | None:
    """The page, if the claim opens it; one that still names the person who claims is another's shown to that person."""
    visitor = altered(scene, claim.change, cookies=jar.copy(), address=_AWAY)
    if not page.opens_for(visitor):
        return None
    answer = visitor.last_exchange
    claimant = scene.user.username if page.account != scene.user else None
    return None if claimant and claimant in answer.response.text else answer


def _finding(found: tuple[Claim, Exchange], message: str) -> Finding:
    claim, proof = found
    by_cookie = claim.names[0][0] == "cookie"
    return finding(
        message, evidence=proof, cause="unsigned-id-cookie" if by_cookie else None, location=proof.view
    )
