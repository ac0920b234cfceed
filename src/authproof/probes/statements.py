"""Statements that a typed word became part of, and names that only a database would take for others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from authproof.exchange import Exchange

# What is sent behind the made-up word: it ends every kind of SQL text, and comments out the rest.
TAIL = "'\"--"
_BEHIND = re.compile(r"[\\'\"-]*")
# Words of the drivers and servers that Python apps use; none of them is meant for a visitor's eyes.
_COMPLAINT = re.compile(
    r"sqlite3\.\w*Error|sqlalchemy\.exc\.|psycopg2?\.|pymysql\.err|MySQLdb\.|django\.db\.utils\.\w*Error"
    r"|syntax error at or near|unrecognized token|unterminated quoted string|You have an error in your SQL syntax"
    r"|ORA-\d{5}|SQLSTATE\["
)
_PATTERN = re.compile(r"\b(?:I?LIKE|GLOB|REGEXP|MATCH|SIMILAR TO)\b|~", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Spilled:
    """A statement with the typed word cut out; `raw` where the quotes behind it arrived untouched."""

    shape: str
    raw: bool

    @property
    def how(self) -> str:
        """What had been done about the quotes, as the end of a sentence."""
        return "" if self.raw else ", its quotes doubled or taken away on the way"


def spilled(statements: Iterable[str], token: str) -> tuple[Spilled, ...]:
    """Each kind of statement whose text holds the word."""
    texts = [text for text in statements if token in text]
    raw = any(token + TAIL in text for text in texts)
    shapes = dict.fromkeys(_shape(text, token) for text in texts)
    return tuple(Spilled(shape, raw) for shape in shapes)


def compares_patterns(statements: Iterable[str]) -> bool:
    """Whether any statement compares by LIKE and its kind."""
    return any(_PATTERN.search(text) for text in statements)


def complaint(exchange: Exchange) -> bool:
    """Whether a database's own error stands in an answer, or left the target in its place."""
    return _COMPLAINT.search(f"{exchange.crash or ''}\n{exchange.response.text}") is not None


def true_and_false(name: str) -> Iterator[tuple[str, str]]:
    """Names with a condition behind them: one that holds, one that does not."""
    for quote in ("'", '"'):
        yield f"{name}{quote} AND {quote}1{quote}={quote}1", f"{name}{quote} AND {quote}1{quote}={quote}2"
        yield f"{quote} OR {quote}1{quote}={quote}1", f"{quote} OR {quote}1{quote}={quote}2"
        yield f"{name}{quote} OR 1=1 -- ", f"{name}x{quote} AND 1=2 -- "


def patterns(name: str) -> Iterator[tuple[str, str]]:
    """Patterns of LIKE, GLOB and regular expressions that fit this name, each beside a name that fits nothing."""
    local, at, domain = name.partition("@")
    for sign in ("_", "?", "."):
        yield f"{local[:-1]}{sign}{at}{domain}", f"{local[:-1]}+{at}{domain}"
    for sign in ("%", "*"):
        yield f"{local[:3]}{sign}{at}{domain}", f"{local[:3]}{at}{domain}"


def _shape(text: str, token: str) -> str:
    cut = re.sub(re.escape(token) + _BEHIND.pattern, "…", text)
    return " ".join(cut.split())[:_LONGEST]
