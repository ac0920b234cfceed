"""A cookie's value as the layers in which it is written, each of which can be written anew with another text."""

import base64
import binascii
import pickletools  # nosec B403 - it lists opcodes and runs none
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from authproof.probes.payloads import unquoted

# Enough for any cookie; a few bytes that unfold into gigabytes must not.
_MOST_BYTES = 1 << 18
_DEEPEST = 3
_MOST_SEGMENTS = 16
_SEGMENT = re.compile(r"[A-Za-z0-9+/_-]{2,}={0,2}")
_PART = re.compile(r"[^.|:~]+")
# Shorter than this nothing guards anything.
_SHORTEST_SEAL = 16


@dataclass(frozen=True, slots=True)
class Layer:
    """A text that stands in a cookie; `how` says where, `write` makes a whole value with another text there."""

    how: str
    text: str
    write: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Code:
    """One way in which bytes are written as letters."""

    name: str
    read: Callable[[str], bytes]
    write: Callable[[bytes], str]


def layers(value: str) -> tuple[Layer, ...]:
    """Every readable text in a cookie's value, the value itself first."""
    plain = unquoted(value)
    same = value == plain

    def write(text: str) -> str:
        return text if same else quote(text, safe="")

    return tuple(_unfold(Layer("", plain, write), _DEEPEST))


def opaque_parts(value: str) -> tuple[str, ...]:
    """The parts of a value, between dots, bars and colons, that are long and no text: keys, random ids, signatures."""
    parts = _PART.findall(unquoted(value))
    return tuple(part for part in parts if len(part) >= _SHORTEST_SEAL and not _readable(part))


def pickles(value: str) -> bool:
    """Whether a value holds a pickle, seen by its opcodes: nothing is built, so nothing runs."""
    return any(_is_pickle(raw) for part in _SEGMENT.findall(unquoted(value)) for _, raw in _decoded(part))


def _readable(part: str) -> bool:
    """Whether a part is written text in base64 or hex, and not what chance or a key has made."""
    return any(_text(raw) is not None for _, raw in _decoded(part))


def _unfold(layer: Layer, depth: int) -> Iterator[Layer]:
    yield layer
    if depth == 0:
        return
    for number, match in enumerate(_SEGMENT.finditer(layer.text)):
        if number == _MOST_SEGMENTS:
            break
        for code, raw in _decoded(match[0]):
            text = _text(raw)
            if text is not None:
                how = f"{layer.how}{number}:{code.name} "
                yield from _unfold(Layer(how, text, _writer(layer, match, code)), depth - 1)


def _writer(layer: Layer, match: re.Match[str], code: _Code) -> Callable[[str], str]:
    before, after = layer.text[: match.start()], layer.text[match.end() :]

    def write(text: str) -> str:
        return layer.write(before + code.write(text.encode()) + after)

    return write


def _decoded(segment: str) -> Iterator[tuple[_Code, bytes]]:
    """What a run of letters and digits may stand for, unpacked where it was compressed."""
    for code in _codes(segment):
        try:
            raw = code.read(segment)
        except (binascii.Error, ValueError):
            continue
        if raw[:1] == b"\x78" and (inflated := _inflated(raw)):
            yield _packed(code), inflated
        yield code, raw


def _codes(segment: str) -> Iterator[_Code]:
    url_safe, padded = not set("+/") & set(segment), segment.endswith("=") or len(segment) % 4 == 0
    if not (url_safe and set("-_") & set(segment)):
        yield _Code("base64", _unbase64, lambda raw: _base64(raw, "+/", padded=padded))
    elif url_safe:
        yield _Code("base64", _unbase64, lambda raw: _base64(raw, "-_", padded=padded))
    if re.fullmatch("(?:[0-9a-fA-F]{2})+", segment):
        yield _Code("hex", bytes.fromhex, bytes.hex)


def _unbase64(segment: str) -> bytes:
    plain = segment.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _base64(raw: bytes, special: str, *, padded: bool) -> str:
    text = base64.b64encode(raw, special.encode()).decode()
    return text if padded else text.rstrip("=")


def _packed(code: _Code) -> _Code:
    return _Code(f"{code.name}, zlib", code.read, lambda raw: code.write(zlib.compress(raw)))


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, _MOST_BYTES)
    except zlib.error:
        return b""


def _is_pickle(raw: bytes) -> bool:
    if raw[:1] != b"\x80" or raw[-1:] != b".":
        return False
    try:
        return len(list(pickletools.genops(raw))) > 2
    except (ValueError, EOFError, IndexError, KeyError, UnicodeError, OverflowError):
        return False


def _text(raw: bytes) -> str | None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if text and all(char.isprintable() or char.isspace() for char in text) else None
