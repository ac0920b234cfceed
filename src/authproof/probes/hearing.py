"""What the target says of an event beside its answer: log records, printed lines, rows that it adds to a journal."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPMethod, HTTPStatus

from authproof.client import CookieJar
from authproof.findings import Inconclusive
from authproof.probes.stored import file_text
from authproof.target.inside import Inside

# Libraries that write down SQL or each request: they tell what was computed, not what happened.
_TECHNICAL = ("sqlalchemy", "django.db", "peewee", "tortoise", "werkzeug", "gunicorn.access", "django.server")
# Python's own warnings, and the line of source under each.
_WARNING = re.compile(r"^\S+:\d+: \w*Warning: |^\s")
_ADDRESS = re.compile(r"""https?://[^\s"']+|(?<![\w/])/[^\s"',;)\]}]*""")
_LONG = re.compile(r"[A-Za-z0-9_+=-]{20,}|\b[0-9a-f-]{8,}\b")
_METHOD = re.compile(rf"\b({'|'.join(HTTPMethod)})\b")
_PHRASE = re.compile(rf"\b({'|'.join(status.phrase for status in HTTPStatus)})\b", re.IGNORECASE)
# A shorter cookie value turns up anywhere.
_SHORTEST_KEY = 16
Row = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one stretch of time: texts of records and printed lines, tables that got a row, the rows."""

    texts: tuple[str, ...]
    tables: tuple[str, ...] = ()
    rows: tuple[tuple[str, "Row"], ...] = ()

    def beyond(self, silence: "Said") -> "Said":
        """What is left without the lines that are also written, and the tables that also grow, in silence."""
        known = {skeleton(text) for text in silence.texts}
        return Said(
            tuple(text for text in self.texts if skeleton(text) not in known),
            tuple(table for table in self.tables if table not in silence.tables),
            tuple(row for row in self.rows if row[0] not in silence.tables),
        )

    def lasting(self, rows: Iterable["Row"], journals: Sequence[str]) -> "Said":
        """What is left of it where only these tables count, and of their rows only those that stand unchanged."""
        there = list(rows)
        kept = tuple(row for row in self.rows if row[0] in journals and row[1] in there)
        return Said(self.texts, tuple(dict.fromkeys(table for table, _ in kept)), kept)


class Ear:
    """Listens to the target; each `news` is what came since the last one."""

    def __init__(self, inside: Inside) -> None:
        """Begin now.

        Raises:
            Inconclusive: a line written as a control does not arrive.
        """
        self.inside = inside
        sys.stderr.write("authproof looks whether it hears what is said here\n")
        self._lines = self._all_lines()
        if "authproof looks whether it hears what is said here" not in self._lines:
            raise Inconclusive(
                "what the app prints does not reach us: a line written as a control was not found"
            )
        self._heard, self._rows = inside.records.heard, rows_of(inside)

    def news(self, jar: CookieJar | None = None) -> Said:
        """What was said since the last time; a row that holds one of these cookies is a session, not a record."""
        records, lines, rows = self.inside.records.since(self._heard), self._all_lines(), rows_of(self.inside)
        logged = Counter(line for record in records for line in record.text.splitlines())
        printed = [line for line in (lines - self._lines - logged).elements() if not _WARNING.match(line)]
        own = [record.text for record in records if not record.logger.startswith(_TECHNICAL)]
        grown = [
            (table, row)
            for (table, key), row in rows.items()
            if (table, key) not in self._rows and not _keyed(row, jar)
        ]
        self._heard, self._lines, self._rows = self.inside.records.heard, lines, rows
        texts = (*own, *(line for line in printed if line.strip()))
        return Said(texts, tuple(dict.fromkeys(table for table, _ in grown)), tuple(grown))

    def _all_lines(self) -> Counter[str]:
        texts = [self.inside.output.text(), *map(file_text, self.inside.files.written)]
        return Counter(line for text in texts for line in text.splitlines())


def skeleton(text: str) -> str:
    """A line without what differs from request to request: addresses, methods, states, numbers, random names."""
    for pattern, sign in ((_ADDRESS, "@"), (_METHOD, "M"), (_PHRASE, "S"), (_LONG, "#")):
        text = pattern.sub(sign, text)
    return re.sub(r"[\d.]+", "0", text)


def rows_of(inside: Inside) -> dict[tuple[str, object], Row]:
    """Every stored row by its table and its first value."""
    return {(cell.table, cell.row[0][1]): cell.row for cell in inside.databases.cells() if cell.row}


def mentions(texts: Iterable[str], names: Sequence[str]) -> bool:
    """Whether one of these texts names the person."""
    return any(name.casefold() in text.casefold() for text in texts for name in names)


def _keyed(row: Row, jar: CookieJar | None) -> bool:
    keys = [part for one in jar or () for part in one.value.split(".")[:1] if len(part) >= _SHORTEST_KEY]
    return any(key in str(value) for _, value in row for key in keys)
