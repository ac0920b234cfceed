"""A response as it goes over the wire: which headers does a reader see there that the app never meant?"""

from collections.abc import Iterable, Iterator

from authproof.exchange import Exchange

# The header that a split response would carry.
INJECTED = "X-Authproof-Split"
_LINE = f"{INJECTED}: yes"
# A line break as people send it: both characters, one of them, and both escaped once more than usual.
BREAKS = (("CR LF", "\r\n"), ("LF", "\n"), ("CR", "\r"), ("CR LF escaped twice", "%0d%0a"))


def payload(value: str, line_break: str) -> str:
    """A value behind which a header begins, and behind that a line of its own."""
    return f"{value}{line_break}{_LINE}{line_break}"


def is_split(answer: Exchange) -> bool:
    """Whether the injected header is one for whoever reads the header lines."""
    return any(
        line.lower().startswith(f"{INJECTED.lower()}:") for line in wire_lines(answer.response.headers)
    )


def wire_lines(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The header lines, broken where a lenient reader breaks them: at CR LF, at LF, at CR (RFC 9112, section 2.2)."""
    for name, value in headers:
        yield from f"{name}: {value}".replace("\r", "\n").split("\n")


def reflects(answer: Exchange, word: str) -> bool:
    """Whether a header of this answer holds the word."""
    return any(word in value for _, value in answer.response.headers)
