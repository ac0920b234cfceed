"""Stored password hashes: read in the formats of Python apps, measured against the published floors."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

from authproof.target.hashing import HashCall

CHEAT_SHEET = "the OWASP Password Storage Cheat Sheet"
ASVS = "ASVS 5.0, appendix C"

# argon2: (m KiB, t), each row an equal alternative; the first two are for argon2id alone.
_ARGON2_SHEET = ((47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5))
_ARGON2_ASVS = ((47104, 1), (19456, 2), (12288, 3))
# scrypt: (N, p) at r = 8.
_SCRYPT_SHEET = ((1 << 17, 1), (1 << 16, 2), (1 << 15, 3), (1 << 14, 5), (1 << 13, 10))
_SCRYPT_ASVS = _SCRYPT_SHEET[:3]
_PBKDF2_SHEET = {"sha256": 600_000, "sha512": 220_000, "sha1": 1_400_000}
_PBKDF2_ASVS = {"sha256": 600_000, "sha512": 210_000, "sha1": 1_300_000}
_BCRYPT_COST = 10


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A stored hash as its own text describes it.

    `numbers` are argon2's m, t, p; scrypt's N, r, p; the rounds of PBKDF2 and sha-crypt; bcrypt's cost; none
    for a fast hash. `shown` is the part before the salt, which gives nothing away.
    """

    scheme: str
    numbers: tuple[int, ...]
    salt: bytes
    salt_bits: float
    shown: str

    @property
    def slow(self) -> bool:
        """Whether its scheme has a cost that can be raised."""
        return bool(self.numbers)


def parse(text: str) -> PasswordHash | None:
    """Read a stored hash; None where the text is in none of the known formats."""
    text = _INNER.sub("", text.strip())
    for pattern, build in _FORMATS:
        if match := pattern.fullmatch(text):
            return build(match)
    return None


def of_call(call: HashCall) -> PasswordHash | None:
    """The hash that a call makes or verifies, as far as the ledger wrote it down."""
    # argon2 and bcrypt answer in a known format; of a verification we have its head, and complete it.
    for text in (call.answer.decode("latin-1"), f"{call.cost}$c2FsdHNhbHQ$aGFzaA", f"{call.cost}${'.' * 53}"):
        if made := parse(text):
            return made
    parts = call.cost.split(",")
    words = {name: value for name, _, value in (part.partition("=") for part in parts) if value}
    bits = 8.0 * len(call.salt)
    if call.scheme == "hashlib.scrypt" and {"n", "r", "p"} <= words.keys():
        return PasswordHash("scrypt", tuple(int(words[name]) for name in "nrp"), call.salt, bits, "")
    if call.scheme != "hashlib.pbkdf2_hmac":
        return None
    rounds = [int(part) for part in (*parts, words.get("iterations", "")) if part.isdecimal()][:1]
    digest = next((part for part in parts if part.isalnum() and not part.isdecimal()), "sha256")
    return PasswordHash(f"pbkdf2-{digest.lower()}", tuple(rounds), call.salt, bits, "") if rounds else None


def missed_floors(scheme: str, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The documents whose floor these parameters miss; one that does not list the scheme counts as missed."""
    reached = _reached(scheme, numbers)
    return tuple(name for name, met in zip((CHEAT_SHEET, ASVS), reached, strict=True) if not met)


def floor_of(scheme: str) -> str:
    """What would be enough for that scheme, as the advice of a finding."""
    known = {
        "argon2": "m=19456 (19 MiB), t=2, p=1",
        "scrypt": "N=131072, r=8, p=1, or N=32768, r=8, p=3",
        "bcrypt": f"cost {_BCRYPT_COST}",
        "pbkdf2-sha256": "600,000 rounds",
        "pbkdf2-sha512": "210,000 rounds",
        "pbkdf2-sha1": "1,300,000 rounds",
    }
    listed = [words for name, words in known.items() if scheme.startswith(name)]
    return listed[0] if listed else "a listed scheme: argon2id, scrypt, bcrypt or PBKDF2"


def named(scheme: str, numbers: tuple[int, ...]) -> str:
    """Scheme and parameters as a reader knows them."""
    labels = {"argon2": "m={},t={},p={}", "scrypt": "N={},r={},p={}", "bcrypt": "cost {}"}
    label = next((one for name, one in labels.items() if scheme.startswith(name)), "{} rounds")
    return f"{scheme} with {label.format(*numbers)}"


def _reached(scheme: str, numbers: tuple[int, ...]) -> tuple[bool, bool]:
    if scheme.startswith("argon2"):
        memory, passes, _ = numbers
        skipped = 2 if scheme == "argon2i" else 0
        asked = (_ARGON2_SHEET[skipped:], _ARGON2_ASVS[skipped:])
        sheet, asvs = (any(memory >= m and passes >= t for m, t in rows) for rows in asked)
        return sheet, asvs
    if scheme == "scrypt":
        cost, block, lanes = numbers
        # A larger block takes more memory just as a larger N does: both tables are written for r = 8.
        effective = cost * block // 8
        sheet, asvs = (
            any(effective >= n and lanes >= p for n, p in rows) for rows in (_SCRYPT_SHEET, _SCRYPT_ASVS)
        )
        return sheet, asvs
    if scheme == "bcrypt":
        return (numbers[0] >= _BCRYPT_COST,) * 2
    kind, _, digest = scheme.partition("-")
    if kind != "pbkdf2" or digest not in _PBKDF2_SHEET:
        return False, False
    return numbers[0] >= _PBKDF2_SHEET[digest], numbers[0] >= _PBKDF2_ASVS[digest]


def _text_bits(salt: str) -> float:
    """How much a salt can tell apart at most, by the alphabet that it seems to be drawn from."""
    if salt.isdecimal():
        return 3.32 * len(salt)
    return (4 if re.fullmatch("[0-9a-f]+|[0-9A-F]+", salt) else 5.95) * len(salt)


def _decoded(salt: str) -> bytes:
    """A salt in base64, without padding and with passlib's dot for the plus."""
    try:
        return base64.b64decode(salt.replace(".", "+") + "=" * (-len(salt) % 4))
    except (binascii.Error, ValueError):
        return salt.encode()


def _made(match: re.Match[str], scheme: str, *names: str, text_salt: bool = True) -> PasswordHash:
    numbers = tuple(int(match[name]) for name in names)
    salt = match["salt"] or ""
    shown = match.string[: match.start("salt")]
    if text_salt:
        return PasswordHash(scheme, numbers, salt.encode(), _text_bits(salt), shown)
    raw = _decoded(salt)
    return PasswordHash(scheme, numbers, raw, 8.0 * len(raw), shown)


def _pbkdf2(match: re.Match[str]) -> PasswordHash:
    digest = (match["digest"] or "sha1").lower().replace("_", "").replace("-", "")
    return _made(match, f"pbkdf2-{digest}", "rounds", text_salt=not match.string.startswith("$"))


def _bcrypt(match: re.Match[str]) -> PasswordHash:
    made = _made(match, "bcrypt", "cost")
    return PasswordHash("bcrypt", made.numbers, made.salt, 128.0, made.shown)


def _sha_crypt(match: re.Match[str]) -> PasswordHash:
    scheme = {"5": "sha256-crypt", "6": "sha512-crypt"}[match["kind"]]
    rounds = int(match["rounds"] or 5000)
    salt = match["salt"]
    return PasswordHash(
        scheme, (rounds,), salt.encode(), _text_bits(salt), match.string[: match.start("salt")]
    )


def _scrypt_log(match: re.Match[str]) -> PasswordHash:
    made = _made(match, "scrypt", "r", "p", text_salt=False)
    cost = 1 << min(int(match["ln"]), 63)
    return PasswordHash("scrypt", (cost, *made.numbers), made.salt, made.salt_bits, made.shown)


def _fast(match: re.Match[str]) -> PasswordHash:
    return _made(match, match["scheme"].strip("${}*").lower() or "sha1")


Build = Callable[[re.Match[str]], PasswordHash]
# What Django and LDAP put before a hash that carries its own name already.
_INNER = re.compile(
    r"^(?:(?:argon2|bcrypt|bcrypt_sha256)(?=\$)(?:\$(?=\$))?|\{(?:CRYPT|BCRYPT|ARGON2)\})", re.IGNORECASE
)
_SALT, _END = r"(?P<salt>[^$]*)", r"\$[^$\s]+"
_DIGESTS = "md5|sha1|sha224|sha256|sha384|sha512"
_SOURCES: tuple[tuple[str, Build], ...] = (
    # PHC: argon2-cffi, pwdlib, passlib; Django has its own word before it.
    (
        rf"\$(?P<scheme>argon2(?:id|i|d))\$(?:v=\d+\$)?m=(?P<m>\d+),t=(?P<t>\d+),p=(?P<p>\d+)[^$]*\${_SALT}{_END}",
        lambda match: _made(match, match["scheme"], "m", "t", "p", text_salt=False),
    ),
    # Werkzeug.
    (
        rf"scrypt:(?P<n>\d+):(?P<r>\d+):(?P<p>\d+)\${_SALT}{_END}",
        lambda match: _made(match, "scrypt", "n", "r", "p"),
    ),
    (rf"pbkdf2:(?P<digest>\w+):(?P<rounds>\d+)\${_SALT}{_END}", _pbkdf2),
    # Django, in the order of today and the other one.
    (
        rf"scrypt\$(?P<n>\d+)\${_SALT}\$(?P<r>\d+)\$(?P<p>\d+){_END}",
        lambda match: _made(match, "scrypt", "n", "r", "p"),
    ),
    (
        rf"scrypt\${_SALT}\$(?P<n>\d+)\$(?P<r>\d+)\$(?P<p>\d+){_END}",
        lambda match: _made(match, "scrypt", "n", "r", "p"),
    ),
    (rf"pbkdf2_(?P<digest>\w+)\$(?P<rounds>\d+)\${_SALT}{_END}", _pbkdf2),
    # passlib, and PHC for PBKDF2.
    (rf"\$scrypt\$ln=(?P<ln>\d+),r=(?P<r>\d+),p=(?P<p>\d+)\${_SALT}{_END}", _scrypt_log),
    (rf"\$pbkdf2(?:-(?P<digest>\w+))?\$(?:v=\d+\$)?(?:i=)?(?P<rounds>\d+)[^$]*\${_SALT}{_END}", _pbkdf2),
    (r"\$bcrypt-sha256\$(?:v=2,t=2b,r=|2[ab],)(?P<cost>\d+)\$(?P<salt>[^$]{22})\$[^$]+", _bcrypt),
    (r"\$2[abxy]?\$(?P<cost>\d\d)\$(?P<salt>[./A-Za-z0-9]{22})[./A-Za-z0-9]{31}", _bcrypt),
    (rf"\$(?P<kind>[56])\$(?:rounds=(?P<rounds>\d+)\$)?{_SALT}{_END}", _sha_crypt),
    # Fast ones: Werkzeug before 2.3 and Django's for tests, md5-crypt, LDAP, MySQL.
    (rf"(?P<scheme>{_DIGESTS})\${_SALT}\$[0-9a-fA-F]+", _fast),
    (r"unsalted_(?P<scheme>md5|sha1)\$(?P<salt>)\$[0-9a-f]+", _fast),
    (rf"(?P<scheme>\$1\$|\$apr1\$){_SALT}{_END}", lambda match: _made(match, "md5-crypt")),
    (r"(?P<scheme>\{S?(?:MD5|SHA|SHA256|SHA512)\})(?P<salt>)[A-Za-z0-9+/=]{20,}", _fast),
    (r"(?P<scheme>\*)(?P<salt>)[0-9A-F]{40}", _fast),
)
_FORMATS = tuple((re.compile(source), build) for source, build in _SOURCES)
