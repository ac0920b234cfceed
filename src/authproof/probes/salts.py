"""Salts: long enough to be different for everybody, and not to be known before."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

# NIST SP 800-63B-4, 3.1.1.2.
FEWEST_BITS = 32


@dataclass(frozen=True, slots=True)
class SaltProblem:
    """What is wrong with a salt, as the end of a sentence that begins with `the salt`."""

    words: str
    is_short: bool


def salt_problem(salt: bytes, bits: float, names: Iterable[str]) -> SaltProblem | None:
    """Judge a salt by how much it can hold, and by the names of the account that it belongs to."""
    if bits < FEWEST_BITS:
        return SaltProblem(f"holds {bits:.0f} bits at most, NIST asks for {FEWEST_BITS}", is_short=True)
    if any(_follows(salt, name) for name in names):
        return SaltProblem("is made from the name, so tables can be made before the theft", is_short=False)
    return None


def _follows(salt: bytes, name: str) -> bool:
    """Whether the salt is the name, contains it, or begins as a digest of it does."""
    raw = name.encode()
    digests = [hashlib.new(kind, raw, usedforsecurity=False) for kind in ("md5", "sha1", "sha256", "sha512")]
    forms = [form for one in digests for form in (one.digest(), one.hexdigest().encode())]
    return bool(raw) and (raw in salt or raw.startswith(salt) or any(form.startswith(salt) for form in forms))
