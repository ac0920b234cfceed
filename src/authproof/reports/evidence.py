"""Evidence in one or two lines: the request, and the line of the response that shows the finding."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.findings import Finding

# C0, DEL and C1 controls, and marks that turn the direction of text: a terminal must show, not obey them.
_UNSAFE = {*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_TELLING = ("Location", "Set-Cookie", "Retry-After")
_WIDTH = 160


def shortest_evidence(found: Finding) -> Iterator[str]:
    """The last thing seen, as lines that are safe to print."""
    piece = found.evidence[-1]
    if piece.exchange is None:
        yield visible(piece.note)
        return
    yield from (visible(line) for line in _exchange(piece.exchange))


def visible(text: str) -> str:
    """Control characters and direction marks spelled out; long lines cut."""
    shown = "".join(char if ord(char) not in _UNSAFE else f"\\x{ord(char):02x}" for char in text)
    return shown if len(shown) <= _WIDTH else f"{shown[: _WIDTH - 1]}…"


def _exchange(exchange: Exchange) -> Iterator[str]:
    split = urlsplit(exchange.request.url)
    body = exchange.request.body.decode("utf-8", "replace")
    yield f"{exchange.request.method} {exchange.request.url.partition(split.netloc)[2] or '/'}" + (
        f"  {body}" if body else ""
    )
    shown = [f"{name}: {value}" for name in _TELLING for value in exchange.response.all(name)]
    yield (
        f"→ {exchange.response.status}"
        + (f"  {shown[0]}" if shown else "")
        + (f"  {exchange.crash.splitlines()[-1]}" if exchange.crash else "")
    )
