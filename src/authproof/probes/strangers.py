"""Is a page that a stranger gets one that was made for somebody signed in?"""

import html
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from authproof.exchange import Exchange
from authproof.site import Account

# Marks on words within a line; every other tag ends a line.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u)\b[^>]*>", re.IGNORECASE
)
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
# A text without a word of three letters says nothing.
WORDS = re.compile(r"[^\W\d_]{3}")
# What templates print where there is no user.
_NOBODY = ("", "None", "undefined", "null")


@dataclass(frozen=True, slots=True)
class Pair:
    """One page as somebody signed in and as a stranger gets it; `ran` are the views whose code ran for the stranger."""

    path: str
    inside: Exchange
    outside: Exchange
    ran: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the stranger gets a page."""
        return 200 <= self.outside.response.status < 300

    @property
    def refused(self) -> bool:
        """Whether the stranger was turned away by intent: neither by a page nor by a crash."""
        return 300 <= self.outside.response.status < 500


def lines(page: Exchange) -> tuple[str, ...]:
    """The visible lines of a page, marks on words taken away."""
    text = _INLINE.sub("", _HIDDEN.sub("\n", page.response.text))
    whole = "\n".join(_TAGS.split(text)) if "html" in page.response.media_type else page.response.text
    squeezed = (" ".join(html.unescape(line).split()) for line in whole.split("\n"))
    return tuple(line for line in squeezed if line)


def nameless(line: str, name: str) -> tuple[str, ...]:
    """The line as templates print it where there is no user: the ways in which the name is missing."""
    return tuple(" ".join(line.replace(name, nobody).split()) for nobody in _NOBODY)


def names_shown(pair: Pair, account: Account) -> tuple[str, ...]:
    """What a stranger reads of somebody without having typed it: the mail address, the user name."""
    if not pair.open:
        return ()
    told = (("mail address", account.email), ("user name", account.username))
    text = html.unescape(pair.outside.response.text)
    return tuple(what for what, value in told if value in text and value not in pair.outside.request.url)


def hole(pair: Pair, account: Account, layout: Iterable[str]) -> str | None:
    """A line that names the user inside and has a hole there for the stranger; lines of every page left out."""
    theirs = set(lines(pair.outside)).difference(layout) if pair.open else set()
    for line in lines(pair.inside):
        for name in (account.email, account.username):
            rest = line.replace(name, "")
            if name in line and WORDS.search(rest):
                left = nameless(line, name)
                if found := next((one for one in left if one in theirs), None):
                    return found
    return None


def same_page(pair: Pair, account: Account, elsewhere: Collection[str]) -> bool:
    """Whether a page about the user shows a stranger at least half of what no other page shows."""
    own = [line for line in lines(pair.inside) if line not in elsewhere]
    about = [line for line in own if account.username in line or account.email in line]
    around = [part for line in about for part in _around(line, account)]
    plain = [line for line in own if line not in about and WORDS.search(line)]
    theirs = lines(pair.outside)
    shared = [line for line in plain if line in theirs] + [
        part for part in around if any(part in line for line in theirs)
    ]
    return pair.open and bool(about) and bool(shared) and 2 * len(shared) >= len(plain) + len(around)


def _around(line: str, account: Account) -> list[str]:
    """What a line says before, between and after the user's names: pieces of at least five words."""
    pieces = re.split("|".join(map(re.escape, (account.email, account.username))), line)
    return [piece.strip() for piece in pieces if len(WORDS.findall(piece)) >= 5]


def offered_to_strangers(pairs: Sequence[Pair], linked: Collection[str]) -> Collection[str]:
    """What the site itself leads strangers to, and what the same view answers: it was made for everybody."""
    views = [pair.outside.view for pair in pairs if pair.path in linked and pair.outside.view]
    return [pair.path for pair in pairs if pair.path in linked or pair.outside.view in views]
