"""From everything that a check has sent to the few requests that lead to its finding.

A browser is known by its cookies: a request belongs to the one whose jar holds just what it sends. Where none does,
somebody has planted them, and their values are looked for in the answers before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from authproof.client.jar import CookieJar, parse_set_cookie
from authproof.client.journal import Sent
from authproof.exchange import Exchange, Request
from authproof.findings import Finding, Shows
from authproof.findings.replay import Pairs, Replay, Taken
from authproof.replay.signs import sign_of
from authproof.replay.sources import taken_cookie
from authproof.replay.steps import steps_of

# A longer story is no short script: the check itself then tells it again.
MOST_STEPS = 40
# No check takes as long by itself.
_PAUSE_S = 120


@dataclass(slots=True)
class Browser:
    """A jar, which of the exchanges are this browser's, and what was planted before the first of them."""

    jar: CookieJar
    turns: list[int] = field(default_factory=list)
    planted: Pairs = ()


@dataclass(frozen=True, slots=True)
class Told:
    """All that was sent, the oldest first; `register` is the path that makes accounts, `names` are made-up people."""

    sent: Sequence[Sent]
    base: str
    register: str
    names: tuple[str, ...]


def replay_of(told: Told, found: Finding, shows: Shows) -> Replay | None:
    """The story of a finding; None where it was not told in a few requests."""
    places = [at for piece in found.evidence if piece.exchange for at in _places(told.sent, piece.exchange)]
    if not places or shows is Shows.STORY:
        return None
    sent = [one.exchange for one in told.sent[: max(places) + 1]]
    browsers = _browsers(sent)
    turns = _needed(sent, browsers, set(places), told)
    if len(turns) > MOST_STEPS or _waited(told.sent, turns):
        return None
    addresses = [one.address for one in told.sent]
    owners = {at: (number, one.planted) for number, one in enumerate(browsers) for at in one.turns}
    steps = steps_of({at: sent[at] for at in turns}, owners, addresses)
    people = _named(sent, turns, told.names)
    made = [at for at in turns if _registers(sent[at].request, told.register, people)]
    return Replay(told.base, steps, sign_of(sent[-1], shows, people), tuple(_named(sent, made, people)))


def _waited(journal: Sequence[Sent], turns: list[int]) -> bool:
    """Whether the clock was moved on the way: no script can do that."""
    return any(journal[after].at_s - journal[before].at_s > _PAUSE_S for before, after in pairwise(turns))


def _places(journal: Sequence[Sent], exchange: Exchange) -> list[int]:
    return [at for at, sent in enumerate(journal) if sent.exchange is exchange][-1:]


def _browsers(sent: Sequence[Exchange]) -> list[Browser]:
    """Who sent what."""
    browsers: list[Browser] = []
    for at, exchange in enumerate(sent):
        request = exchange.request
        browser = next((one for one in reversed(browsers) if _would_send(one.jar, request)), None)
        if browser is None:
            browser = _with_planted(list(enumerate(sent[:at])), request)
            browsers.append(browser)
        browser.turns.append(at)
        browser.jar.learn(exchange)
    return browsers


def _would_send(jar: CookieJar, request: Request) -> bool:
    return sorted(_cookies(jar.header(request.url))) == sorted(_cookies(request.header("Cookie")))


def _with_planted(earlier: list[tuple[int, Exchange]], request: Request) -> Browser:
    """A new browser with cookies that came from nowhere: each is what an answer had set, or as it is."""
    pairs = _cookies(request.header("Cookie"))
    browser = Browser(
        CookieJar(), planted=tuple((name, taken_cookie(earlier, name, value)) for name, value in pairs)
    )
    for name, value in pairs:
        if cookie := parse_set_cookie(f"{name}={value}; Path=/", request.url):
            browser.jar.plant(cookie)
    return browser


def _cookies(header: str) -> list[tuple[str, str]]:
    parts = (part.strip().partition("=") for part in header.split(";") if part.strip())
    return [(name, value) for name, _, value in parts]


def _needed(sent: Sequence[Exchange], browsers: list[Browser], places: set[int], told: Told) -> list[int]:
    """The turns that matter: of whoever saw it, of those whose cookies these are, and where accounts were made."""
    chosen = [one for one in browsers if places & set(one.turns)]
    for browser in chosen:  # grows while we look
        from_turns = {value.step for _, value in browser.planted if isinstance(value, Taken)}
        chosen += [one for one in browsers if one not in chosen and from_turns & set(one.turns)]
    turns = [at for one in chosen for at in one.turns]
    known = _named(sent, turns, told.names)
    for browser in browsers:
        makes = any(_registers(sent[at].request, told.register, known) for at in browser.turns)
        chosen += [browser] if makes and browser not in chosen else []
    return sorted(at for one in chosen for at in one.turns)


def _named(sent: Sequence[Exchange], turns: Iterable[int], names: Iterable[str]) -> list[str]:
    """The made-up people whose names these requests hold."""
    bodies = b"\n".join(sent[at].request.body for at in turns)
    return [name for name in names if name.encode() in bodies]


def _registers(request: Request, register: str, known: list[str]) -> bool:
    path = urlsplit(request.url).path
    return (
        request.method != "GET" and path == register and any(name.encode() in request.body for name in known)
    )
