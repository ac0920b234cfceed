"""Where a key stands in a TOML file; the standard library's parser does not say it."""

import tomllib


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line, counted from 1, of the statement that brings this key into the document.

    None where it does not stand there as it is written in `path`, such as with an escape.
    """
    lines = text.split("\n")  # TOML knows no other ends of lines
    for at, line in enumerate(lines):
        if path[-1] in line and _holds(_statement(lines, at), path):
            return at + 1
    return None


def _statement(lines: list[str], at: int) -> object:
    """The document up to this line, with those below it that its statement goes on with."""
    for end in range(at + 1, len(lines) + 1):
        try:
            return tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return None


def _holds(table: object, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(table, dict) or name not in table:
            return False
        table = table[name]
    return True
