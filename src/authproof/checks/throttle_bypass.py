"""Getting around the limit on guessing (CWE-307, CWE-348)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.burst import burst
from authproof.probes.dodges import (
    ADDRESS_HEADERS,
    Dodge,
    between_own_logins,
    claiming,
    claiming_loopback,
    dodges,
    elsewhere,
    goes_on,
    is_for_a_proxy,
)
from authproof.probes.siege import prove_limit
from authproof.probes.walls import HOME, Wall, wall_of
from authproof.visitor import Scene

# Further guesses beyond the limit that show that a way around it has no limit of its own.
_FURTHER = 10


@check(
    severity=Severity.HIGH,
    cwe=(307, 348),
    asvs=("6.3.1", "15.3.4", "4.1.3"),
    wstg=("ATHN-03", "ATHZ-03"),
    shows=Shows.STORY,
)
def throttle_bypass(scene: Scene) -> Iterator[Finding]:
    """The limit on wrong passwords holds for the account, whatever the guesser does to look like somebody else.

    Why it matters:
        A counter that is kept for an address, a browser, a cookie or a spelling of the name is counted around: each
        guess comes with another one. The limit is then there for honest people only.

    How it is tried:
        Only where a limit is met: wrong passwords in one browser, until the right one is refused. Then the right one
        is tried with one thing changed: no cookies, another User-Agent, invented addresses in the headers of proxies
        (also 127.0.0.1), other capitals, spaces and Unicode forms of the name, the other of name and mail address,
        another query, a second name, another address. Where it gets in, the limit is put in force again and as many
        wrong passwords as it allows and 10 more are sent that way: it is a finding if the right one still gets in.
        Besides: a login to one's own account between the guesses, two volleys of guesses at the same moment. Headers
        that a proxy overwrites are only noted where the policy names one (`tls-at-proxy`, `host-at-proxy`).

    How to fix it in Flask:
        Count for the account as the database knows it, before the password is looked at:

            def account_key():
                return request.form.get("username", "").strip().casefold()

            @app.post("/login")
            @limiter.limit("10 per 15 minutes", key_func=account_key)
            def login():
                return sign_in(request.form)  # looks at the password

    References:
        CWE-307, CWE-348, WSTG-ATHN-03, WSTG-ATHZ-03, ASVS v5.0.0-6.3.1, v5.0.0-15.3.4, v5.0.0-4.1.3
    """
    if scene.policy.throttled_at_proxy:
        raise NotApplicable("the policy says that a server in front limits attempts (throttled-at-proxy)")
    wall = wall_of(scene)
    found = [one for dodge in (*dodges(wall), claiming_loopback()) for one in _tried(wall, dodge)]
    yield from found
    if scene.one_address:
        yield note(
            "guesses from other addresses were not tried: all requests come from one", evidence=wall.refused
        )
    elif not [one for one in found if one.severity is None]:
        yield from _tried(wall, elsewhere())
    yield from _with_own_logins(wall)
    yield from _at_once(wall)
    prove_limit(scene, f"{wall.attempts} wrong passwords in a row")


def _tried(wall: Wall, dodge: Dodge) -> Iterator[Finding]:
    """The finding, if this way around the limit leads on and on."""
    wall.stand()
    if not wall.gets_in(dodge.guesser(wall, 0)):
        return
    if dodge.headers == ADDRESS_HEADERS and dodge.words == claiming(ADDRESS_HEADERS).words:
        for name in ADDRESS_HEADERS:
            yield from _tried(wall, claiming((name,)))
        return
    further = wall.attempts + _FURTHER
    if not (way := goes_on(wall, dodge, further)):
        yield note(f"{dodge.words} the limit is met a second time, and holds then", evidence=wall.refused)
        return
    said = f"after {wall.attempts} wrong passwords the right one is refused; {dodge.words} {further} more are taken"
    if is_for_a_proxy(wall, dodge):
        yield note(f"{said}: a proxy in front must set that header", evidence=(wall.refused, *way))
    else:
        yield finding(
            f"{said}, and the right one signs in", evidence=(wall.refused, *way), location=way[0].view
        )


def _with_own_logins(wall: Wall) -> Iterator[Finding]:
    """A success starts the count anew: is it the guesser's own?"""
    further = wall.attempts + _FURTHER
    if way := between_own_logins(wall, further):
        said = f"{further} wrong passwords are taken with a login to one's own account after each"
        evidence = (wall.refused, *way)
        yield finding(f"{said}, and the right one signs in", evidence=evidence, location=way[0].view)


def _at_once(wall: Wall) -> Iterator[Finding]:
    """Guesses that come together are all looked at before the first of them counts."""
    wall.scene.wait_out_lock()
    if not wall.gets_in(wall.scene.visitor(address=HOME)) or (seen := burst(wall)) is None:
        return
    if seen.opened and seen.hashed >= wall.attempts:
        yield finding(
            f"twice {seen.hashed} wrong passwords at the same moment are looked at, and the right one still signs in",
            evidence=(wall.refused, *seen.right),
            location=wall.refused.view,
            severity=Severity.MEDIUM,
        )
    elif seen.counted and seen.hashed > wall.attempts:
        yield note(
            f"{seen.hashed} wrong passwords at the same moment are looked at before the limit holds",
            evidence=seen.last,
        )
