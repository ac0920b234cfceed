"""Signatures of cookies, as the frameworks make them: does a key fit, and what would somebody sign who has it?

Written anew from the formats, because a target need not have the packages; a test compares them with the originals.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from authproof.probes.payloads import json_object, unquoted


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to sign: what stands before the signature, the length of its text, and how it is computed."""

    name: str
    separator: str
    length: int
    sign: Callable[[bytes, bytes], str]

    def split(self, value: str) -> tuple[bytes, str] | None:
        """The signed part and the signature, None where the value has another shape."""
        signed, _, signature = value.rpartition(self.separator)
        return (signed.encode(), signature) if signed and len(signature) == self.length else None

    def fits(self, value: str, key: bytes) -> bool:
        """Whether this key has signed the value."""
        parts = self.split(value)
        return parts is not None and self.sign(parts[0], key) == parts[1]


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _flask(salt: bytes) -> Callable[[bytes, bytes], str]:
    """Flask's session, and the ids of Flask-Session: itsdangerous with key derivation `hmac`."""
    return lambda signed, key: _b64(hmac.digest(hmac.digest(key, salt, "sha1"), signed, "sha1"))


def _itsdangerous(salt: bytes) -> Callable[[bytes, bytes], str]:
    """The defaults of itsdangerous, which other frameworks use as they are: derivation `django-concat`."""

    def sign(signed: bytes, key: bytes) -> str:
        derived = hashlib.sha1(salt + b"signer" + key, usedforsecurity=False).digest()
        return _b64(hmac.digest(derived, signed, "sha1"))

    return sign


def _django(signed: bytes, key: bytes) -> str:
    """Django's signed_cookies session engine."""
    derived = hashlib.sha256(b"django.contrib.sessions.backends.signed_cookies" + b"signer" + key).digest()
    return _b64(hmac.digest(derived, signed, "sha256"))


def _jwt(digest: str) -> Callable[[bytes, bytes], str]:
    return lambda signed, key: _b64(hmac.digest(key, signed, digest))


SCHEMES = (
    Scheme("Flask session", ".", 27, _flask(b"cookie-session")),
    Scheme("Flask-Session id", ".", 27, _flask(b"flask-session")),
    Scheme(
        "Flask-Login remember cookie", "|", 128, lambda signed, key: hmac.digest(key, signed, "sha512").hex()
    ),
    Scheme("itsdangerous", ".", 27, _itsdangerous(b"itsdangerous")),
    Scheme("itsdangerous signer", ".", 27, _itsdangerous(b"itsdangerous.Signer")),
    Scheme("Django session", ":", 43, _django),
    Scheme("JWT HS256", ".", 43, _jwt("sha256")),
    Scheme("JWT HS384", ".", 64, _jwt("sha384")),
    Scheme("JWT HS512", ".", 86, _jwt("sha512")),
)


def schemes_of(value: str) -> tuple[Scheme, ...]:
    """The ways in which a cookie's value may have been signed, by its shape."""
    value = unquoted(value)
    return tuple(scheme for scheme in SCHEMES if scheme.split(value) and _is_of(scheme, value))


def fitting(value: str, key: bytes) -> Scheme | None:
    """The scheme in which this key has signed the value, or None."""
    value = unquoted(value)
    return next((scheme for scheme in schemes_of(value) if scheme.fits(value, key)), None)


def found_among(keys: Iterable[bytes], values: Iterable[str]) -> tuple[bytes, ...]:
    """The first of these keys that signed one of the values, if any did."""
    tried = [(unquoted(value), schemes) for value in dict.fromkeys(values) if (schemes := schemes_of(value))]
    for key in keys if tried else ():
        if any(scheme.fits(value, key) for value, schemes in tried for scheme in schemes):
            return (key,)
    return ()


def forged(value: str, key: bytes, signer: bytes) -> str | None:
    """The statement that `key` has signed with an entry more, signed now by `signer`; None for other formats."""
    scheme, statement = fitting(value, key), json_object(value)
    if scheme is None or statement is None:
        return None
    changed = _b64(json.dumps({**statement, "authproof": 1}, separators=(",", ":")).encode())
    if scheme.name.startswith("JWT"):
        signed = f"{unquoted(value).partition('.')[0]}.{changed}"
    elif scheme.name == "Flask session":
        signed = f"{changed}.{_b64(int(time.time()).to_bytes(4, 'big'))}"
    else:
        return None
    return f"{signed}.{scheme.sign(signed.encode(), signer)}"


def _is_of(scheme: Scheme, value: str) -> bool:
    """What the lengths leave open: a JWT begins with its header, the others do not."""
    try:
        start = value.partition(".")[0]
        header = json.loads(base64.urlsafe_b64decode(start + "=" * (-len(start) % 4)))
    except (ValueError, binascii.Error):
        header = None
    is_jwt = isinstance(header, dict) and "alg" in header
    return is_jwt == scheme.name.startswith("JWT")
