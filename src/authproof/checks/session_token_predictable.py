"""Session ids that can be guessed (CWE-330, CWE-331, CWE-340)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Confidence, Evidence, Finding, NotApplicable, Severity, Shows, finding
from authproof.probes.cookies import value_of
from authproof.probes.identities import is_statement
from authproof.probes.ids import SAMPLE, made_of, names_of_ids, sample, signed_in
from authproof.probes.token_statistics import digest_of, guess_bits, twins, uuid_version
from authproof.site import Account
from authproof.visitor import Scene, Visitor

_ENOUGH_BITS, _FEW_BITS = 128, 64


@check(
    severity=Severity.CRITICAL,
    cwe=(330, 331, 340),
    asvs=("7.2.2", "7.2.3", "11.5.1"),
    wstg=("SESS-01", "ATHN-04"),
    shows=Shows.STORY,
)
def session_token_predictable(scene: Scene) -> Iterator[Finding]:
    """Session ids come from chance that nobody can repeat, at least 128 bits of it, a new one at each login.

    Why it matters:
        Who guesses an id is signed in, without any password. Counters, times, hashes of a name and the `random`
        module (whose state shows after some hundred numbers) look random on the screen and are not.

    How it is tried:
        Cookies that state who somebody is (signed or not) have checks of their own; the rest are ids. The login is made
        twice while the app's clock stands still, and twice from the same state of Python's `random`: an id that
        comes out the same is made of nothing else. Then 200 logins in a row: twins, counters and times in any
        place, versions of UUIDs, digests of names and small numbers, and the bits that are left (alphabet and
        places that change). Below 64 bits it is critical, below 128 low; a UUID of version 4 has 122.

    How to fix it in Flask:
        Ask the operating system, and for enough:

            def start_session(response):
                sid = secrets.token_urlsafe(32)
                response.set_cookie("sid", sid, secure=True, httponly=True, samesite="Lax")
                return response

        or leave it to Flask's session or Flask-Session, which do so.

    References:
        CWE-330, CWE-331, CWE-340, CWE-338, WSTG-SESS-01, WSTG-ATHN-04, ASVS v5.0.0-7.2.2, 7.2.3, 11.5.1
    """
    scene.need_session()
    first, second = signed_in(scene), signed_in(scene)
    names = [name for name in names_of_ids(scene, first) if value_of(second.cookies, name)]
    if not names:
        raise NotApplicable("no cookie and no bearer token opens the account")
    ids = [
        name
        for name in names
        if not is_statement(value_of(first.cookies, name), value_of(second.cookies, name), scene.user)
    ]
    if not ids:
        said = ", ".join(f"`{name}`" for name in names)
        raise NotApplicable(f"{said}: a statement or a signed value; looked for the bare id of a session")
    for name in ids:
        yield from _judged(scene, name, first, second)


def _judged(scene: Scene, name: str, first: Visitor, second: Visitor) -> Iterator[Finding]:
    """At most one finding on an id: the cause that explains it best."""
    value, evidence = value_of(first.cookies, name), second.last_exchange
    if value == value_of(second.cookies, name):
        named = digest_of(value, (scene.user.username, scene.user.email, scene.user.username.lower()))
        text = (
            f"is the unkeyed {named.partition('(')[0]} of a name or number"
            if named
            else "is the same at each login"
        )
        severity = Severity.CRITICAL if named else Severity.LOW
        yield finding(f"the session id `{name}` {text}", evidence=evidence, severity=severity)
    elif source := made_of(scene, name):
        yield finding(
            f"the session id `{name}` is made of {source}: it came out the same when that was repeated",
            evidence=evidence,
            confidence=Confidence.HIGH if "random" in source else Confidence.MEDIUM,
        )
    else:
        for text, severity in _weakness(sample(scene, name), scene.user):
            figures = Evidence(f"{SAMPLE} logins in a row; one of the ids begins with {value[:6]}")
            yield finding(f"the session id `{name}` {text}", evidence=(figures, evidence), severity=severity)


def _weakness(ids: list[str], account: Account) -> Iterator[tuple[str, Severity]]:
    """What is wrong with these ids, if anything."""
    bits, version = int(guess_bits(ids)), uuid_version(ids)
    if twins(ids):
        yield f"was given out twice: {twins(ids)} of {len(ids)}", Severity.CRITICAL
    elif version == 1:
        yield "is a UUID of version 1: the time and the address of the network card", Severity.CRITICAL
    elif digest := digest_of(ids[0], (account.username, account.email)):
        yield f"is an unkeyed {digest.partition('(')[0]} of a name or a small number", Severity.CRITICAL
    elif bits < _FEW_BITS:
        yield f"leaves {bits} bits to guess in {len(ids[0])} characters", Severity.CRITICAL
    elif bits < _ENOUGH_BITS:
        yield f"leaves {bits} bits to guess in {len(ids[0])} characters, 128 bits are asked for", Severity.LOW
