"""Passwords: how they are hashed, verified and judged."""

import base64
import re
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.security import check_password_hash
from zxcvbn import zxcvbn

MIN_LENGTH = 15  # code points; NIST SP 800-63B rev 4, 3.1.1.2, where the password is the only factor
MAX_LENGTH = 256
MIN_GUESSES = 10**9
ESTIMATED = 32  # zxcvbn takes seconds over long rows of look-alike digits; a strong start is strong enough

FAMOUS = ("correcthorsebatterystaple", "supercalifragilisticexpialidocious", "tobeornottobethatisthequestion")


def below_floor(memory_kib: int, time_cost: int) -> bool:
    """Tell whether argon2id with these costs is below the table of OWASP ASVS 5.0, appendix C."""
    return memory_kib < {1: 47104, 2: 19456}.get(time_cost, 12288) or time_cost < 1


class Passwords:
    """Makes and verifies hashes with one set of parameters."""

    def __init__(self, memory_kib: int = 19456, time_cost: int = 2) -> None:
        """Hash with argon2id at these costs and one lane."""
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        # A hash nobody knows a password for: an unknown name then costs what a known one does.
        salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
        self._nobody = f"$argon2id$v=19$m={memory_kib},t={time_cost},p=1${salt}${digest}"

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> "Passwords":
        """Take the parameters from the settings."""
        return cls(config["ARGON2_MEMORY_KIB"], config["ARGON2_TIME_COST"])

    def hash(self, password: str) -> str:
        """Hash a password, with a new salt each time."""
        return self._hasher.hash(_canonical(password))

    def verify(self, stored: str, password: str) -> bool:
        """Tell whether the password made the stored hash, be it ours or one that Werkzeug made."""
        if not stored.startswith("$argon2"):
            return _verify_legacy(stored, password)
        try:
            return self._hasher.verify(stored, _canonical(password))
        except (VerificationError, InvalidHashError):
            return False

    def verify_nobody(self, password: str) -> bool:
        """Do the work of a verification for a name that has no account."""
        self.verify(self._nobody, password)
        return False

    def is_outdated(self, stored: str) -> bool:
        """Tell whether a hash should be made anew at the next login."""
        return not stored.startswith("$argon2id$") or self._hasher.check_needs_rehash(stored)


def password_problem(password: str, *own_names: str) -> str | None:
    """Say why a new password is refused, or nothing; no rules of composition, as NIST asks."""
    length = len(unicodedata.normalize("NFC", password))
    if length < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters. A few unrelated words are easy to remember."
    if length > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in password):
        return "Use printable characters only."
    if _is_guessable(password, own_names):
        return (
            "This password is too easy to guess: it is common, or made of your name, a row or a repetition."
        )
    return None


def _is_guessable(password: str, own_names: tuple[str, ...]) -> bool:
    rest = password.casefold()
    if re.sub(r"[\W_]", "", rest) in FAMOUS:
        return True
    # Own names count as one letter. zxcvbn could take them, but keeps them in a global that threads share.
    for name in sorted(filter(None, own_names), key=len, reverse=True):
        rest = rest.replace(name.casefold(), "a")
    return not rest or min(_guesses(rest), _guesses(password)) < MIN_GUESSES


def _guesses(text: str) -> float:
    return float(zxcvbn(text[:ESTIMATED])["guesses"])


def _canonical(password: str) -> bytes:
    # NFC: one password typed on two keyboards is one password. Surrogates pass, so that any input has a hash.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _verify_legacy(stored: str, password: str) -> bool:
    try:
        return check_password_hash(stored, password)
    except ValueError:  # no hash at all, or a lone surrogate in the password
        return False
