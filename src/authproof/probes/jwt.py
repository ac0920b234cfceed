"""JSON Web Tokens with a signature that somebody without the key can make (RFC 7515, RFC 8725)."""

import base64
import binascii
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass

_PARTS = 3
_NONES = ("none", "None", "NONE")
# Files that every machine has and that hold nothing: a `kid` that is read from the disk then names an empty key.
_EMPTY_FILES = ("/dev/null", "../../../../../../../../dev/null")


@dataclass(frozen=True, slots=True)
class Jwt:
    """A token taken apart; `claims` is its payload as text."""

    header: dict[str, object]
    claims: str
    signature: str

    @property
    def expires(self) -> float | None:
        """The second at which it says of itself that it is over."""
        body = _object(self.claims.encode())
        end = body.get("exp") if body else None
        return float(end) if isinstance(end, int | float) and not isinstance(end, bool) else None


def read_jwt(value: str) -> Jwt | None:
    """The token in a cookie or bearer value, None where it is none."""
    parts = value.strip('"').split(".")
    if len(parts) != _PARTS:
        return None
    header, body = _object(_raw(parts[0])), _raw(parts[1])
    if header is None or "alg" not in header or _object(body) is None:
        return None
    return Jwt(header, body.decode("utf-8", "replace"), parts[2])


def forgeries(token: Jwt, claims: str, public_keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Tokens with these claims that nobody with the key has signed, each with how it was made."""
    for name in _NONES:
        yield f"`alg` set to `{name}`", f"{_head(token, alg=name)}.{_text(claims.encode())}."
    yield "the signature of another token", f"{_head(token)}.{_text(claims.encode())}.{token.signature}"
    yield "no signature", f"{_head(token)}.{_text(claims.encode())}."
    yield "an empty key", _signed(f"{_head(token, alg='HS256')}.{_text(claims.encode())}", b"")
    for key in public_keys:
        yield (
            "the public key as a secret",
            _signed(f"{_head(token, alg='HS256')}.{_text(claims.encode())}", key.encode()),
        )
    if "kid" in token.header:
        for file in _EMPTY_FILES:
            yield (
                "a `kid` of nobody's",
                _signed(f"{_head(token, alg='HS256', kid=file)}.{_text(claims.encode())}", b""),
            )


def _head(token: Jwt, **changed: str) -> str:
    return _text(json.dumps({**token.header, **changed}, separators=(",", ":")).encode())


def _signed(text: str, key: bytes) -> str:
    return f"{text}.{_text(hmac.digest(key, text.encode(), 'sha256'))}"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _object(raw: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
