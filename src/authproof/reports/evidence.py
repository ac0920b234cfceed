"""Evidence in one or two lines: the request, and the line of the response that shows the finding."""

from collections.abc import Iterator
from unicodedata import category
from urllib.parse import urlsplit

from authproof.exchange import Exchange
from authproof.findings import Finding

# Controls, format characters (they turn the direction of text or hide), lone surrogates, line and paragraph
# separators: a terminal must show, not obey them.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_TELLING = ("Location", "Set-Cookie", "Retry-After")
_WIDTH = 160


def shortest_evidence(found: Finding) -> Iterator[str]:
    """The last thing seen, as lines that are safe to print."""
    piece = found.evidence[-1]
    if piece.exchange is None:
        yield _cut(visible(piece.note))
        return
    yield from (_cut(visible(line)) for line in _exchange(piece.exchange))


def visible(text: str) -> str:
    """Text that is safe to print: what a terminal would obey or hide is spelled out."""
    return "".join(_spelled(char) if category(char) in _UNSAFE else char for char in text)


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


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
