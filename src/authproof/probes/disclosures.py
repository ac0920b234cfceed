"""What an error page must not show: traces, SQL, paths, the database's own words, secrets of the configuration."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Machine formats, not words of a user interface: they are the same in every language.
_FORMATS = (
    ("a stack trace", re.compile(r"Traceback \(most recent call last\)")),
    ("a stack trace", re.compile(r"File \"[^\"\n]+\", line \d+")),
    ("a stack trace", re.compile(r"^\s+at [\w$.<>]+\([\w$./-]+:\d+(?::\d+)?\)", re.MULTILINE)),
    (
        "an SQL statement",
        re.compile(r"\b(?:SELECT\s.{1,400}?\sFROM\s|INSERT INTO\s+\S+\s*\(|UPDATE\s+\S+\s+SET\s)", re.DOTALL),
    ),
    ("an error of the database", re.compile(r"\((?:sqlite3|psycopg2?|pymysql|MySQLdb|asyncpg)\.[\w.]+\)")),
    (
        "an error of the database",
        re.compile(
            r"(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed|no such (?:table|column): \w|"
            r"duplicate key value violates unique constraint|unrecognized token: |near \"[^\"\n]*\": syntax error"
        ),
    ),
    ("the name of an exception", re.compile(r"\b(?:[a-z_]\w*\.)+[A-Z]\w*(?:Error|Exception)\b")),
    (
        "the name of an exception",
        re.compile(
            r"\b(?:Type|Value|Key|Attribute|Index|Runtime|Unicode(?:Encode|Decode)?|Operational|Integrity|"
            r"Programming|Recursion|Assertion|Name|OS|Zero[Dd]ivision|Lookup)(?:Error|Exception)\b\s*[:(]"
        ),
    ),
    (
        "the path of a source file",
        re.compile(r"(?:/[\w.@+-]+){2,}\.py\b|\b[A-Z]:\\(?:[\w.@+ -]+\\)+[\w.-]+\.py\b"),
    ),
)
_AROUND = 60
# Shorter texts of the configuration, or of SQL, stand on a page by chance.
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing that a page gives away: what it is, and where it stands."""

    what: str
    excerpt: str


def disclosures(
    body: str, usual: str = "", statements: Iterable[str] = (), secrets: Iterable[str] = ()
) -> Iterator[Disclosure]:
    """What this page gives away that a usual page does not; each kind once."""
    text = html.unescape(body)
    told: list[str] = []
    for what, at, end in (*_formatted(text), *_quoted(text, statements, secrets)):
        if what not in told and text[at:end] not in usual:
            told.append(what)
            yield Disclosure(what, _around(text, at, end, secrets))


def _formatted(text: str) -> Iterator[tuple[str, int, int]]:
    for what, pattern in _FORMATS:
        for match in pattern.finditer(text):
            yield what, match.start(), match.end()


def _quoted(text: str, statements: Iterable[str], secrets: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Texts that only the inside of the app knows."""
    for what, words in (("an SQL statement", statements), ("a secret of the configuration", secrets)):
        for word in dict.fromkeys(words):
            at = text.find(word) if len(word) >= _SHORTEST else -1
            if at >= 0:
                yield what, at, at + len(word)


def _around(text: str, at: int, end: int, secrets: Iterable[str]) -> str:
    """The place in one line, without any secret."""
    shown = text[max(0, at - _AROUND) : min(end, at + 2 * _AROUND) + _AROUND]
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            shown = shown.replace(secret, "[secret]")
    return " ".join(re.sub(r"<[^>]*>?", " ", shown).split())
