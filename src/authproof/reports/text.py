"""Text of a target's as a report may show it: nothing that a reader's program would obey, and not too much of it."""

from unicodedata import category

# Controls, format characters (they turn the direction of text or hide), lone surrogates, line and paragraph
# separators: a reader must see, not obey them. The two noncharacters are no XML.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_XML = frozenset({"\ufffe", "\uffff"})


def visible(text: str) -> str:
    """One line that is safe to print: what a terminal would obey or hide is spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(char) if _is_unsafe(char) else char for char in text)


def visible_lines(text: str) -> str:
    """The same for text of several lines: line ends stay, a tab becomes spaces."""
    lines = text.expandtabs(4).replace("\r\n", "\n").split("\n")
    return "\n".join(map(visible, lines))


def shortened(text: str, limit: int) -> str:
    """At most so many characters, with a sign where the rest is left out."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def body_text(body: bytes) -> str:
    """A body as visible lines, or what it is if it is no text."""
    try:
        return visible_lines(body.decode("utf-8"))
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are no text)"


def _is_unsafe(char: str) -> bool:
    return category(char) in _UNSAFE or char in _NO_XML


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
