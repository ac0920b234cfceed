"""How much work a stored password hash costs (CWE-916)."""

import re
from collections.abc import Iterator

from authproof.checks._registry import check
from authproof.findings import Finding, NotApplicable, Severity, Shows, finding, note
from authproof.probes.hashes import PasswordHash, floor_of, missed_floors, named, of_call
from authproof.probes.stored import Trace, place_of, text_of, trace_of
from authproof.target.cells import Cell
from authproof.visitor import Scene

# What `werkzeug.security.generate_password_hash` makes when nothing is chosen.
_FRAMEWORK_DEFAULT = "scrypt:32768:8:1$"
_WIDTH = re.compile(r"(?:CHAR|CHARACTER|BINARY|VARYING|TEXT)\w*\s*\(\s*(\d+)\s*\)", re.IGNORECASE)


@check(severity=Severity.MEDIUM, cwe=(916,), asvs=("11.4.2",), wstg=("CRYP-04",), shows=Shows.STORY)
def password_hash_work_factor(scene: Scene) -> Iterator[Finding]:
    """A stored password hash costs an attacker at least the published floor, and is stored whole.

    Why it matters:
        After a leak the work factor is all that stands between a hash and its password. Each halving lets the
        same machine guess twice as many. Werkzeug's default, scrypt with N=32768 and p=1, does a third of the
        work that OWASP and ASVS ask for at that N; it is reported low, anything else below the floor medium.
        A hash also needs room: today's Werkzeug makes 162 characters. SQLite ignores the length in
        `String(128)` and hides it, PostgreSQL refuses the row, others cut it. Such a column belongs to this
        check: parameters, salt and digest must be stored whole.

    How it is tried:
        Register somebody (or log in as the user that was given), find the stored hash, read scheme and
        parameters out of it (Werkzeug, PHC, bcrypt, Django, passlib). A format of the app's own is judged by
        the hash call that was seen. It passes with the weaker of the two floors; a note says which one it
        misses. The declared width of the column is compared with the length of the hash.

    How to fix it in Flask:
        Use argon2id, or tell Werkzeug what to do, and give the hash room:

            generate_password_hash(password, "scrypt:131072:8:1")
            password_hash: Mapped[str] = mapped_column(String(255))

        Hash again at the next login, while the password is at hand.

    References:
        CWE-916, WSTG-CRYP-04, ASVS v5.0.0-11.4.2 and appendix C, OWASP Password Storage Cheat Sheet
    """
    trace = trace_of(scene)
    found = dict.fromkeys((one, place_of(cell)) for cell, one in trace.hashes if one.slow)
    seen = tuple((one, place) for one, place in found) or _called(trace)
    if not seen:
        raise NotApplicable(
            "no slow hash was found, looked for known formats in what is stored and for calls"
        )
    told: list[tuple[str, tuple[int, ...]]] = []
    for one, place in seen:
        if (one.scheme, one.numbers) not in told:
            told.append((one.scheme, one.numbers))
            yield from _judge(one, place)
    cells = dict.fromkeys(cell for cell, _ in (*trace.hashes, *trace.hashed))
    yield from (too_narrow for cell in cells if (too_narrow := narrow(cell)))


def _called(trace: Trace) -> tuple[tuple[PasswordHash, str], ...]:
    """The hash that was seen being computed, for a stored form of the app's own: the strongest of the calls."""
    linked = [(call, place_of(cell)) for cell, call in trace.hashed]
    others = [] if linked else [(call, f"a call of {call.scheme}") for call in trace.calls]
    read = [(one, place) for call, place in (*linked, *others) if (one := of_call(call))]
    return tuple(sorted(read, key=lambda pair: len(missed_floors(pair[0].scheme, pair[0].numbers)))[:1])


def _judge(one: PasswordHash, place: str) -> Iterator[Finding]:
    missed = missed_floors(one.scheme, one.numbers)
    what = named(one.scheme, one.numbers)
    figures = f"{place}: {what}; enough would be {floor_of(one.scheme)}"
    if len(missed) == 1:
        yield note(f"{what} is below the floor of {missed[0]}, but meets the other one", evidence=figures)
    elif missed:
        is_default = one.shown == _FRAMEWORK_DEFAULT
        yield finding(
            f"{what} is below the floor of {' and of '.join(missed)}",
            evidence=figures,
            severity=Severity.LOW if is_default else Severity.MEDIUM,
            cause="framework-default-hash" if is_default else None,
        )


def narrow(cell: Cell) -> Finding | None:
    """A finding where the declared width of the column is less than the hash that stands in it."""
    width, length = _WIDTH.search(cell.declared), len(text_of(cell.value))
    if width is None or length <= int(width[1]):
        return None
    return finding(
        f"the column {place_of(cell)} is declared {cell.declared}, the hash in it has {length} characters: "
        "only SQLite stores it whole",
        evidence=f"{place_of(cell)}: {length} characters in {cell.declared}",
        severity=Severity.MEDIUM,
    )
