"""What anybody can read out of a cookie without a key: base64, compressed text, JSON, a JWT, a pickle's strings."""

import base64
import binascii
import json
import pickletools  # nosec B403 - lists opcodes, builds nothing
import random
import re
import string
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

# Enough for any cookie; a few bytes that unfold into gigabytes must not.
_MOST_BYTES = 1 << 18
_DEEPEST = 4
# A shorter cookie value, such as `1`, is in every log.
_SHORTEST_TOKEN = 16
# Where Flask-Login and home-made sessions keep a token inside a signed cookie.
_KEYS = ("_user_id", "sid", "session_id", "session_token", "token")
_SEGMENT = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_OCTAL = re.compile(r"\\([0-3][0-7]{2}|.)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that stands in a cookie, and how one gets at it."""

    how: str
    text: str


def readings(value: str) -> tuple[Reading, ...]:
    """Every text that can be read out of a cookie's value; the first is the value itself, unquoted."""
    plain = unquoted(value)
    return (Reading("in clear", plain), *_unfold(plain, "", _DEEPEST))


def unquoted(value: str) -> str:
    """A value without the quoting of RFC 2109 (octal escapes) and of URLs."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = _OCTAL.sub(lambda match: _character(match[1]), value[1:-1])
    return unquote(value)


def json_object(value: str) -> dict[str, object] | None:
    """The JSON object in a cookie (Flask's session, a JWT's claims), None where it holds none."""
    found: dict[str, object] | None = None
    for reading in readings(value):
        data = _json(reading.text)
        # A JWT's header comes first and says nothing of the person.
        if isinstance(data, dict) and (found is None or "alg" in found):
            found = data
    return found


def alike(value: str) -> str:
    """Another value of the same shape: each letter and digit is replaced by one of its kind."""
    chance = random.Random(value)  # nosec B311 - it must be new, not secret
    hexadecimal = all(char in string.hexdigits or char in "-_." for char in value)
    letters = "abcdef" if hexadecimal else string.ascii_lowercase
    kinds = {"0": string.digits, "a": letters, "A": letters.upper()}
    return "".join(chance.choice(kinds.get(_kind(char), char)) for char in value)


def _kind(char: str) -> str:
    if not (char.isascii() and char.isalnum()):
        return ""
    return "0" if char.isdigit() else "A" if char.isupper() else "a"


def _unfold(text: str, how: str, depth: int) -> Iterator[Reading]:
    if depth == 0:
        return
    for leaf in _leaves(_json(text)):
        yield Reading(how or "JSON", leaf)
        yield from _unfold(leaf, how or "JSON", depth - 1)
    for segment in _SEGMENT.findall(text):
        for name, raw in _decoded(segment):
            for inner, found in _texts(raw):
                said = ", ".join(part for part in (how, name, inner) if part)
                yield Reading(said, found)
                yield from _unfold(found, said, depth - 1)


def _decoded(segment: str) -> Iterator[tuple[str, bytes]]:
    """The bytes that a run of letters and digits may stand for."""
    padded = segment.replace("-", "+").replace("_", "/") + "=" * (-len(segment) % 4)
    with suppress(binascii.Error):
        yield "base64", base64.b64decode(padded, validate=True)
    if len(segment) % 2 == 0 and re.fullmatch("[0-9a-fA-F]+", segment):
        yield "hex", bytes.fromhex(segment)


def _texts(raw: bytes) -> Iterator[tuple[str, str]]:
    """The texts in some bytes, with what had to be undone: nothing, compression, or a pickle, which is only listed."""
    if inflated := _inflated(raw):
        yield from ((f"zlib, {inner}" if inner else "zlib", text) for inner, text in _texts(inflated))
    elif raw[:1] == b"\x80" and raw[-1:] == b".":
        yield from (("pickle", text) for text in _pickled_texts(raw))
    elif (text := _text(raw)) is not None:
        yield "", text


def _inflated(raw: bytes) -> bytes:
    if raw[:1] != b"\x78":
        return b""
    try:
        return zlib.decompressobj().decompress(raw, _MOST_BYTES)
    except zlib.error:
        return b""


def _pickled_texts(raw: bytes) -> Iterator[str]:
    """The strings in a pickle, read off its opcodes: nothing is built, so nothing runs."""
    try:
        for _, argument, _ in pickletools.genops(raw):
            if isinstance(argument, str):
                yield argument
            elif isinstance(argument, bytes) and (text := _text(argument)) is not None:
                yield text
    except (ValueError, EOFError, IndexError, KeyError, UnicodeError):
        return


def _text(raw: bytes) -> str | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) >= 3 and all(char.isprintable() or char.isspace() for char in text) else None


def _json(text: str) -> object:
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _leaves(data: object) -> Iterator[str]:
    """Every string in a JSON value, also its keys."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from (leaf for pair in data.items() for half in pair for leaf in _leaves(half))
    elif isinstance(data, list):
        yield from (leaf for item in data for leaf in _leaves(item))


def _character(escape: str) -> str:
    return chr(int(escape, 8)) if len(escape) == 3 else escape


def tokens_in(value: str) -> Iterator[str]:
    """A cookie's value, and the token that a signed session may carry inside."""
    inner = (json_object(value) or {}).items()
    texts = [value.strip('"'), *(text for key, text in inner if key in _KEYS and isinstance(text, str))]
    yield from (text for text in texts if len(text) >= _SHORTEST_TOKEN)
