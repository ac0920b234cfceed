"""Answers that broke: of what kind the failure was, and the shortest input for each kind."""

import re
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.visitor import Scene

# The last line of a traceback: the exception's type, perhaps with its module.
_RAISED = re.compile(r"^((?:\w+\.)*[A-Z]\w*)(?::|$)", re.MULTILINE)
_TRACE = "Traceback (most recent call last)"
_FRAME = re.compile(r'^ +File "([^"]+)", line', re.MULTILINE)
_STANDARD = (sysconfig.get_path("stdlib") + "/", "<")
# What reads cookies, forms and documents before a view sees them: an app takes it as it comes.
_READERS = re.compile(r"/site-packages/(flask_login|flask_wtf|wtforms|flask/json)/")


@dataclass(frozen=True, slots=True)
class Crash:
    """One broken answer, what had been sent, and the exception behind it as far as it can be seen.

    `reader` is the library that broke by itself while it read the request.
    """

    label: str
    exchange: Exchange
    kind: str
    reader: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """What makes two crashes the same: the view, or else the path, and the kind."""
        view = self.exchange.view
        return (f"{view.file}:{view.line}" if view else self.path, self.kind)

    @property
    def input(self) -> tuple[str, str, str]:
        """What makes two crashes one for the reader: a cookie breaks every page alike, a form is one page's."""
        everywhere = self.exchange.request.header("Cookie") and not self.exchange.request.body
        return self.label, self.kind, "" if everywhere else self.path

    @property
    def path(self) -> str:
        """The page's path."""
        return self.exchange.request.path.partition("?")[0]

    @property
    def size(self) -> int:
        """How much was sent."""
        request = self.exchange.request
        return len(request.body) + len(request.url) + len(request.header("Cookie"))


@dataclass(slots=True)
class Listener:
    """Follows what the target says beside its answers, to name the exception behind a 500 page."""

    scene: Scene
    heard: int = 0
    refused: int = 0

    def crashes(self, label: str, history: Sequence[Exchange]) -> list[Crash]:
        """The broken answers among these; none where the audit itself kept the target from its network."""
        broken = [one for one in history if one.failed]
        if self._was_cut_off() or not broken:
            return []
        news = self._news()
        logged = exceptions_in(news)
        return [
            Crash(label, one, kind_of(one, logged), "" if one.crash else reader_in(news)) for one in broken
        ]

    def _was_cut_off(self) -> bool:
        before = self.refused
        self.refused = len(self.scene.inside.network.refused) if self.scene.inside else 0
        return self.refused > before

    def _news(self) -> str:
        text = self.scene.inside.output.text() if self.scene.inside else ""
        start, self.heard = self.heard, len(text)
        return text[start:]


def exceptions_in(text: str) -> list[str]:
    """The exceptions whose tracebacks stand in a log, in their order."""
    return [found[0] for part in text.split(_TRACE)[1:] if (found := _RAISED.findall(part))]


def reader_in(text: str) -> str:
    """The library in which the last exception of a log arose, if that reads requests; else nothing."""
    frames = _FRAME.findall(text.rpartition(_TRACE)[2])
    inner = next((path for path in reversed(frames) if _is_foreign(path)), "")
    found = _READERS.search(inner)
    return found.group(1).replace("/", ".") if found else ""


def _is_foreign(path: str) -> bool:
    """Whether a file is not Python's own."""
    return "/site-packages/" in path or not path.startswith(_STANDARD)


def kind_of(exchange: Exchange, logged: Sequence[str]) -> str:
    """The exception that left the target, else the last one that it logged, else the status."""
    raised = _RAISED.findall(exchange.crash or "")
    named = [*raised[:1], *logged[-1:]]
    return named[0].rpartition(".")[2] if named else f"status {exchange.response.status}"


def shortest(crashes: Sequence[Crash]) -> list[Crash]:
    """One crash of each place and kind, the one for which least had to be sent; one input is told once."""
    best: dict[tuple[str, str], Crash] = {}
    for one in crashes:
        if one.place not in best or one.size < best[one.place].size:
            best[one.place] = one
    ranked = sorted(best.values(), key=lambda one: (one.exchange.crash is None, one.size, one.path, one.kind))
    return list({one.input: one for one in reversed(ranked)}.values())[::-1]
