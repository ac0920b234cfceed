"""The ways in which a secret may be written down, and finding them in what was sent, stored or said."""

import base64
import codecs
import html
import json
import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

from authproof.findings import NotApplicable
from authproof.probes.payloads import readings
from authproof.site import Account

# Shorter pieces turn up by chance.
SHORTEST = 6
_SEGMENT = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def need_distinct(account: Account, shown_anyway: str = "") -> None:
    """Make sure that seeing this account's password somewhere can only mean the password.

    Raises:
        NotApplicable: it is short, part of the name, or a word that stands there anyway.
    """
    password = account.password
    elsewhere = f"{account.username} {account.email} {shown_anyway}"
    if len(password) < SHORTEST + 2 or spelt_in(elsewhere, password):
        raise NotApplicable(
            "the only password known is too short or too usual a word to be recognised elsewhere"
        )


def spelt_in(text: str | bytes, secret: str) -> str | None:
    """How the secret is spelt where it stands in the text, such as `base64`; None where it does not.

    Upper and lower case count as one: a secret that somebody folded is still the secret.
    """
    if len(secret) < SHORTEST:
        return None
    hay = (text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text).lower()
    return next((how for how, needle in _needles(secret) if needle in hay), None)


def times_in(text: str, secret: str) -> int:
    """How often the secret stands in the text, in the spelling in which it stands there most often."""
    hay = text.encode("utf-8", "surrogateescape").lower()
    return max(hay.count(needle) for _, needle in _needles(secret))


def before(text: str, secret: str, *, most: int = 60) -> str:
    """What stands before the secret in a line, to show the place without the secret; empty if it is packed."""
    low = text.lower()
    places = [low.find(needle.decode("utf-8", "replace")) for _, needle in _needles(secret)]
    first = min((place for place in places if place > 0), default=0)
    return text[max(0, first - most) : first]


def packed_in(text: str | bytes, secret: str) -> str | None:
    """As `spelt_in`, and also inside base64 and compressed text, as cookies and stored sessions have it."""
    if how := spelt_in(text, secret):
        return how
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    for inner in _unpacked(raw):
        if spelt_in(inner, secret):
            return "packed"
    return None


def in_cookie(value: str, secret: str) -> str | None:
    """How the secret can be read out of a cookie's value; None where it cannot."""
    for reading in readings(value):
        if how := spelt_in(reading.text, secret):
            return reading.how if how == "in clear" else f"{reading.how}, {how}"
    return None


@lru_cache(maxsize=64)
def _needles(secret: str) -> tuple[tuple[str, bytes], ...]:
    """Each spelling once, in lower case, the plainest first."""
    found: dict[bytes, str] = {}
    for how, needle in _spellings(secret):
        if len(needle) >= SHORTEST:
            found.setdefault(needle.lower(), how)
    return tuple((how, needle) for needle, how in found.items())


def _spellings(secret: str) -> Iterator[tuple[str, bytes]]:
    raw = secret.encode("utf-8", "surrogatepass")
    yield "in clear", raw
    yield "HTML-escaped", html.escape(secret).encode("utf-8", "surrogatepass")
    # markupsafe, and so Jinja, writes these two in its own way.
    yield (
        "HTML-escaped",
        html.escape(secret)
        .replace("&quot;", "&#34;")
        .replace("&#x27;", "&#39;")
        .encode("utf-8", "surrogatepass"),
    )
    yield "URL-encoded", quote(raw).encode()
    yield "URL-encoded", quote(raw, safe="").encode()
    yield "URL-encoded", quote_plus(raw).encode()
    yield "JSON-escaped", json.dumps(secret)[1:-1].encode()
    yield "in UTF-16", secret.encode("utf-16-le", "surrogatepass")
    yield "reversed", secret[::-1].encode("utf-8", "surrogatepass")
    yield "in rot13", codecs.encode(secret, "rot13").encode("utf-8", "surrogatepass")
    yield "in hex", raw.hex().encode()
    for inner in _base64_cores(raw):
        yield "in base64", inner
        yield "in base64", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _base64_cores(raw: bytes) -> Iterator[bytes]:
    """What base64 makes of the secret wherever it begins within three bytes, without the ends that vary."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        yield text[(0, 2, 3)[shift] : len(text) - bool((shift + len(raw)) % 3)]


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """What may be inside: base64 undone, and compression undone, one below the other."""
    for segment in (raw, *_SEGMENT.findall(raw)):
        for inner in (segment, _from_base64(segment)):
            if inflated := _inflated(inner):
                yield inflated
        yield _from_base64(segment)


def _from_base64(segment: bytes) -> bytes:
    body = segment.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
    except ValueError:
        return b""


def _inflated(raw: bytes) -> bytes:
    if raw[:1] != b"\x78":
        return b""
    try:
        return zlib.decompressobj().decompress(raw, 1 << 18)
    except zlib.error:
        return b""
