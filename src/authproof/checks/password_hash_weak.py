"""Fast, unsalted or badly salted password hashes (CWE-916, CWE-759, CWE-760)."""

from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, Inconclusive, NotApplicable, Severity, Shows, finding
from authproof.probes.digests import recipe_of, salts_in
from authproof.probes.hashes import of_call
from authproof.probes.salts import salt_problem
from authproof.probes.stored import Trace, need_stored, place_of, shared_places, trace_of
from authproof.visitor import Scene


@check(
    severity=Severity.HIGH,
    cwe=(916, 759, 760),
    asvs=("11.4.1", "11.4.2"),
    wstg=("CRYP-04",),
    shows=Shows.STORY,
)
def password_hash_weak(scene: Scene) -> Iterator[Finding]:
    """Passwords are stored by a slow hash with a random salt for each.

    Why it matters:
        One graphics card computes billions of md5 or sha256 a second, so a leaked table of such hashes is a
        table of passwords by the evening. Without a salt of its own for each row, one guess is tried on all
        rows at once, and ready-made tables exist; equal passwords are seen to be equal.

    How it is tried:
        Register two people with the same password and one with another. A stored value that the first two
        share and the third does not has no salt, or one salt for all. Every stored value is made again from
        the password, the values beside it, the names and the configuration, by md5, sha1, sha2, sha3 and
        blake2, plain, salted, keyed (HMAC), nested and repeated up to a thousand times. Salts under 32 bits
        or made from the name are reported. Where nothing fits and no slow hash was called, nothing is decided.

    How to fix it in Flask:
        Let a library make the hash, its salt included:

            from argon2 import PasswordHasher

            user.password_hash = PasswordHasher().hash(password)

        Old rows: hash the old digest with argon2 today, and replace it at each person's next login.

    References:
        CWE-916, CWE-759, CWE-760, WSTG-CRYP-04, ASVS v5.0.0-11.4.1 and 11.4.2, NIST SP 800-63B-4
        section 3.1.1.2
    """
    need_stored(scene.need_inside())
    first = trace_of(scene)
    fast = tuple(_fast(scene, first))
    yield from fast
    if scene.site.register is not None and not fast:
        other = trace_of(scene)
        yield from _unsalted(scene, first, other)
    salted = tuple(_badly_salted(first))
    yield from salted
    if not (fast or salted or first.calls or any(one.slow for _, one in first.hashes)):
        raise _unknown(first)


def _fast(scene: Scene, trace: Trace) -> Iterator[Finding]:
    """Values that a fast hash makes, each place once."""
    slow = [cell for cell, one in trace.hashes if one.slow]
    formats = {cell: one.scheme for cell, one in trace.hashes if not one.slow}
    told: list[str] = []
    for cell in trace.cells:
        place = place_of(cell)
        if place in told or cell in slow or trace.reads(cell):
            continue
        salts = salts_in([cell.value, *(value for _, value in cell.row), *_salts_elsewhere(scene, trace)])
        made = recipe_of(cell.value, trace.account.password, salts, stretched=not trace.calls)
        if what := made or formats.get(cell):
            told.append(place)
            yield finding(
                f"{place} holds the password under a fast hash: {what}",
                evidence=f"{place}: {'made again from the password' if made else 'read from its format'}",
            )


def _salts_elsewhere(scene: Scene, trace: Trace) -> Iterator[object]:
    """The names, the configuration (keys first), and whatever else the account left."""
    yield from (trace.account.username, trace.account.email)
    config = scene.need_inside().config
    named = sorted(
        config, key=lambda name: not any(word in name.upper() for word in ("KEY", "SALT", "PEPPER"))
    )
    yield from (config[name] for name in named if isinstance(config[name], str | bytes))
    yield from (cell.value for cell in trace.cells)


def _unsalted(scene: Scene, first: Trace, other: Trace) -> Iterator[Finding]:
    """Places where the same password is stored as the same value; a suspicion is tried once more."""
    same, different = first.account.password, other.account.password
    twin = trace_of(scene, password=same)
    suspects = shared_places([first, twin], other)
    if suspects:
        again = shared_places([first, trace_of(scene, password=same)], other)
        apart = shared_places([other, trace_of(scene, password=different)], first)
        suspects = tuple(place for place in suspects if place in again and place in apart)
    for place in suspects:
        yield finding(
            f"people with the same password have the same value in {place}: no salt, or one salt for all",
            evidence=f"{place}: equal for three people with one password, another value for another password",
        )


def _badly_salted(trace: Trace) -> Iterator[Finding]:
    """Slow hashes whose salt is short or follows from the name."""
    read = {place_of(cell): one for cell, call in trace.hashed if call.salt and (one := of_call(call))}
    read |= {place_of(cell): one for cell, one in trace.hashes if one.slow}
    for place, one in read.items():
        names = (trace.account.username, trace.account.email)
        if problem := salt_problem(one.salt, one.salt_bits, names):
            severity = Severity.HIGH if problem.is_short else Severity.MEDIUM
            message = f"the salt in {place} {problem.words}"
            yield finding(message, evidence=f"{place}: {one.scheme}, {message}", severity=severity)


def _unknown(trace: Trace) -> Exception:
    if any(trace.reads(cell) for cell in trace.cells):
        return NotApplicable("the password is stored readable, not hashed: see password-plaintext-storage")
    return Inconclusive(
        "no stored value is a hash of a kind that we know, and no slow hash was seen being called"
    )
