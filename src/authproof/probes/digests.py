"""Fast hashes found out: made again from the password, the values stored beside it and the configuration."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

_NAMES = (
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512",
    "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2s", "blake2b",
)  # fmt: skip
_ALGORITHMS = {name: partial(getattr(hashlib, name), usedforsecurity=False) for name in _NAMES}
_SIZES = tuple(sorted({make().digest_size for make in _ALGORITHMS.values()}))
_SPLIT = re.compile(r"[$:|,;{}\s.!@#]+")
_MOST_SALTS = 64
# Home-made stretching: so many rounds of a fast hash are still a fast hash.
_STRETCHED = ("md5", "sha1", "sha256", "sha512")
_ROUNDS = 1024
_STRETCHED_SALTS = 6


@dataclass(frozen=True, slots=True)
class Target:
    """A digest that may have come from the password, and what stood glued to it, which may be its salt."""

    digest: bytes
    beside: bytes = b""


def recipe_of(value: object, password: str, salts: Iterable[bytes], *, stretched: bool = True) -> str | None:
    """How a fast hash makes this value from this password, such as `sha256(salt + password)`, or None.

    `stretched` also tries up to a thousand rounds, which takes a tenth of a second for each digest.
    """
    targets = tuple(dict.fromkeys(_targets(value)))
    known = tuple(dict.fromkeys(salt for salt in salts if salt))[:_MOST_SALTS]
    for name, make in _ALGORITHMS.items():
        fitting = [one for one in targets if len(one.digest) == make().digest_size]
        digests = {one.digest for one in fitting}
        tried = (b"", *dict.fromkeys(one.beside for one in fitting if one.beside), *known)
        if digests and (found := _direct(name, digests, password, tried)):
            return found
        if (
            digests
            and stretched
            and name in _STRETCHED
            and (found := _stretched(name, digests, password, tried))
        ):
            return found
    return None


def salts_in(values: Iterable[object]) -> tuple[bytes, ...]:
    """What may have served as a salt: each short value and each of its parts, as it stands and decoded."""
    found: dict[bytes, None] = {}
    for value in values:
        if isinstance(value, bytes):
            found[value[:256]] = None
            continue
        text = str(value)
        for part in dict.fromkeys([text, *_SPLIT.split(text)]):
            if 0 < len(part) <= 128:
                found.update(dict.fromkeys([part.encode("utf-8", "surrogateescape"), *_decodings(part)]))
    return tuple(found)


def looks_like_digest(value: object) -> bool:
    """Whether a value is the size of a digest: bytes, or hex or base64 of them."""
    return any(len(one.digest) in (*_SIZES, 24) and not one.beside for one in _targets(value))


def _targets(value: object) -> Iterator[Target]:
    """The digests that may stand in a value: its parts, decoded, less what is glued to them as a salt."""
    if isinstance(value, bytes):
        yield from _cuts(value)
        return
    for part in dict.fromkeys([str(value), *_SPLIT.split(str(value))]):
        yield from _hex_cuts(part)
        for raw in _decodings(part):
            yield from _cuts(raw)


def _cuts(raw: bytes) -> Iterator[Target]:
    yield Target(raw)
    for size in _SIZES:
        if size < len(raw) <= size + 64:
            yield Target(raw[-size:], raw[:-size])
            yield Target(raw[:size], raw[size:])


def _hex_cuts(part: str) -> Iterator[Target]:
    """As `_cuts`, for a digest in hex with a salt before or behind it that is a text of its own."""
    for size in (2 * one for one in _SIZES):
        if size < len(part) <= size + 64:
            for digest, salt in ((part[-size:], part[:-size]), (part[:size], part[size:])):
                if re.fullmatch("[0-9a-fA-F]+", digest):
                    yield Target(bytes.fromhex(digest), salt.encode("utf-8", "surrogateescape"))


def _decodings(part: str) -> Iterator[bytes]:
    """The bytes that a word may stand for: hex or base64."""
    if re.fullmatch("(?:[0-9a-fA-F]{2}){2,}", part):
        yield bytes.fromhex(part)
    body = part.rstrip("=").replace("-", "+").replace("_", "/")
    if len(body) >= 6 and re.fullmatch("[A-Za-z0-9+/]+", body) and len(body) % 4 != 1:
        yield base64.b64decode(body + "=" * (-len(body) % 4))


def _direct(algorithm: str, digests: set[bytes], password: str, salts: tuple[bytes, ...]) -> str | None:
    for (inner, typed), salt in product(_typed(password), salts):
        for words, message in _mixed(typed, salt):
            first = _hash(algorithm, message)
            again = (_hash(algorithm, first), _hash(algorithm, first.hex().encode()))
            if first in digests or digests.intersection(again):
                rounds = 1 if first in digests else 2
                return _sentence(algorithm, words.replace("password", inner), rounds)
        if salt and (keyed := _keyed(algorithm, digests, typed, salt)):
            return keyed.replace("password", inner)
    return None


def _keyed(algorithm: str, digests: set[bytes], typed: bytes, salt: bytes) -> str | None:
    if hmac.digest(salt, typed, algorithm) in digests:
        return f"HMAC-{algorithm}(salt or key, password)"
    if hmac.digest(typed, salt, algorithm) in digests:
        return f"HMAC-{algorithm}(password, salt)"
    return None


def _stretched(algorithm: str, digests: set[bytes], password: str, salts: tuple[bytes, ...]) -> str | None:
    raw = password.encode("utf-8", "surrogatepass")
    for salt in salts[:_STRETCHED_SALTS]:
        for words, message in tuple(_mixed(raw, salt))[:2]:
            if rounds := _rounds(algorithm, digests, message):
                return _sentence(algorithm, words, rounds)
    return None


def _rounds(algorithm: str, digests: set[bytes], message: bytes) -> int:
    """After how many rounds a target comes out, digest upon digest raw or in hex; 0 where none does."""
    binary = text = message
    for count in range(1, _ROUNDS + 1):
        binary, digest = _hash(algorithm, binary), _hash(algorithm, text)
        text = digest.hex().encode()
        if binary in digests or digest in digests:
            return count
    return 0


def _typed(password: str) -> Iterator[tuple[str, bytes]]:
    """The password as it may go in: itself, as Windows spells it, or hashed once before."""
    raw = password.encode("utf-8", "surrogatepass")
    yield "password", raw
    yield "password in UTF-16", password.encode("utf-16-le", "surrogatepass")
    for algorithm in ("md5", "sha1", "sha256"):
        yield f"{algorithm}(password)", _hash(algorithm, raw).hex().encode()
        yield f"{algorithm}(password)", _hash(algorithm, raw)


def _mixed(typed: bytes, salt: bytes) -> Iterator[tuple[str, bytes]]:
    if not salt:
        yield "password", typed
        return
    yield "salt + password", salt + typed
    yield "password + salt", typed + salt
    yield "salt + password + salt", salt + typed + salt
    for glue in (b":", b"$", b"."):
        yield "salt + password", salt + glue + typed
        yield "password + salt", typed + glue + salt


def _sentence(algorithm: str, inside: str, rounds: int) -> str:
    return f"{algorithm}({inside})" + (f", {rounds} rounds" if rounds > 1 else "")


def _hash(algorithm: str, message: bytes) -> bytes:
    digest: bytes = _ALGORITHMS[algorithm](message).digest()
    return digest
