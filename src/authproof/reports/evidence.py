"""Evidence as text: in one or two lines, or whole as request and response."""

import re
from collections.abc import Iterator
from http.client import responses
from urllib.parse import urlsplit

from authproof.exchange import Exchange, Headers, Request, Response
from authproof.findings import Evidence, Finding
from authproof.reports.text import body_text, shortened, visible, visible_lines

_TELLING = ("Location", "Set-Cookie", "Retry-After")
_WIDTH = 160
# A token in a form says nothing to a person and pushes out of the line what was typed.
_LONG_VALUE = re.compile(r"(=[^&\s]{12})[^&\s]{20,}")


def shortest_evidence(found: Finding) -> Iterator[str]:
    """The last thing seen, as lines that are safe to print."""
    piece = found.evidence[-1]
    if piece.exchange is None:
        yield shortened(visible(piece.note), _WIDTH)
        return
    yield from (shortened(visible(line), _WIDTH) for line in _exchange(piece.exchange))


def whole_evidence(piece: Evidence) -> str:
    """One piece of evidence as safe lines: what it shows, then request and response."""
    if piece.exchange is None:
        return visible_lines(piece.note)
    parts = [] if piece.note == "exchange" else [visible_lines(piece.note)]
    parts += [request_text(piece.exchange.request), response_text(piece.exchange)]
    return "\n\n".join(parts)


def evidence_title(piece: Evidence) -> str:
    """One line for a piece of evidence: its own words, and the request with its answer."""
    words = visible(piece.note)
    if piece.exchange is None:
        return words
    seen = visible(f"{_request_line(piece.exchange.request)} → {piece.exchange.response.status}")
    return seen if words == "exchange" else f"{words}: {seen}"


def request_text(request: Request) -> str:
    """A request as it goes over the wire (RFC 9112, section 3), as safe lines."""
    return _message(_request_line(request), request.headers, request.body)


def response_text(exchange: Exchange) -> str:
    """A response as it comes over the wire, as safe lines; before it the exception that left the target, if any."""
    response = exchange.response
    crash = f"{visible_lines(exchange.crash)}\n\n" if exchange.crash else ""
    return crash + _message(f"{response.status} {reason_phrase(response)}", response.headers, response.body)


def reason_phrase(response: Response) -> str:
    """The words that go with the status code, empty for an unknown one."""
    return responses.get(response.status, "")


def _message(first: str, headers: Headers, body: bytes) -> str:
    lines = [visible(first.strip()), *(visible(f"{name}: {value}") for name, value in headers)]
    return "\n".join(lines) + (f"\n\n{body_text(body)}" if body else "")


def _exchange(exchange: Exchange) -> Iterator[str]:
    body = _LONG_VALUE.sub(r"\1…", exchange.request.body.decode("utf-8", "replace"))
    yield _request_line(exchange.request) + (f"  {body}" if body else "")
    shown = [f"{name}: {value}" for name in _TELLING for value in exchange.response.all(name)]
    yield (
        f"→ {exchange.response.status}"
        + (f"  {shown[0]}" if shown else "")
        + (f"  {exchange.crash.splitlines()[-1]}" if exchange.crash else "")
    )


def _request_line(request: Request) -> str:
    """Method and address from the path on, as it was sent."""
    try:
        host = urlsplit(request.url).netloc
    except ValueError:  # a bracket that does not close: then all of it is shown
        host = ""
    return f"{request.method} {(request.url.partition(host)[2] or '/') if host else request.url}"
