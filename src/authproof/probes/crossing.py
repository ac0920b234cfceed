"""What another site achieves in a real Chromium, told beside what was found without one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from authproof.client.jar import Cookie
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive, NotApplicable, Severity
from authproof.probes.baits import Bait
from authproof.site.steps import FormGone
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor
from authproof.visitor.scene import Unseen

# Forgeries of one check that are tried in the browser; the others are told without it.
MOST = 3


@dataclass(frozen=True, slots=True)
class Crossing:
    """One attack by a page of another site: whether it came off, the site's exchanges, the cookies that went along.

    `how` says in what way, where there are several. `keys` are the names of the cookies that matter, none for all.
    """

    worked: bool
    exchanges: tuple[Exchange, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    how: str = ""
    keys: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What Chromium did, and by which cookies."""
        if not self.worked:
            return f"in Chromium it fails: {self._carried}"
        when = f" while {self.young} is younger than two minutes" if self.young else ""
        return f"in Chromium it works{self.how}{when}"

    @property
    def young(self) -> str:
        """The cookies that go with a form of another site for two minutes only (RFC 6265bis, 5.6.7.2)."""
        posted = any(one.request.method == "POST" for one in self.exchanges)
        bare = [one.name for one in self.cookies if not one.same_site and posted]
        return ", ".join(f"`{name}`" for name in bare if not self.keys or name in self.keys)

    @property
    def _carried(self) -> str:
        if not self.exchanges:
            return "it sends nothing"
        names = ", ".join(f"`{one.name}`" for one in self.cookies)
        return f"it sends {names} along, and nothing comes of it" if names else "it sends no cookie along"


Look = Crossing | Unseen
# What is tried in a browser, or why it cannot be.
Attack = Callable[[Chromium], Crossing] | Unseen


@dataclass(frozen=True, slots=True)
class Break:
    """A promise that was broken without a browser; `attack` tries the same in one.

    `tell` makes the finding by whether the victim's cookies travel; `through`: they do, by their attributes.
    """

    through: bool
    tell: Callable[[bool], Finding]
    attack: Attack

    def judged(self, look: Look, table: Severity) -> Finding:
        """The finding, by what the browser made of it where one has looked."""
        if isinstance(look, Crossing) and look.worked:
            return told(self.tell(True), look, table)
        found = self.tell(self.through)
        # That the cookies stay at home is no news then.
        return told(found, look, table) if self.through else shown(found, look)


def lure(chromium: Chromium, visitor: BrowserVisitor, bait: Bait, worked: Callable[[], bool]) -> Crossing:
    """Let somebody open that page, and look whether it did what it was made for."""
    jar = visitor.jar()
    seen = visitor.lured(chromium.plant(bait.url, bait.html))
    # To a site by http away from loopback a browser sends no such header.
    marked = tuple(one for one in seen if one.request.header("Sec-Fetch-Site") == "cross-site")
    crossing = marked or seen
    cookies = tuple(one for one in jar if any(carries(exchange, one) for exchange in crossing[:1]))
    return Crossing(worked(), crossing, cookies)


def carries(exchange: Exchange, cookie: Cookie) -> bool:
    """Whether the browser sent this cookie with the request."""
    return f"{cookie.name}={cookie.value}" in exchange.request.header("Cookie").split("; ")


def judged(
    scene: Scene, breaks: Iterable[Break], table: Severity, keys: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """The findings, by what came of each in a browser."""
    found = list(breaks)
    looked = looks(scene, [one.attack for one in found], keys)
    yield from (one.judged(look, table) for one, look in zip(found, looked, strict=True))


def looks(scene: Scene, attacks: Iterable[Attack], keys: tuple[str, ...] = ()) -> list[Look]:
    """What came of each attack in one browser, in their order; those that it did not get to have the reason."""
    wanted, done = list(attacks), list[Look]()
    tries = [one for one in wanted if not isinstance(one, Unseen)][:MOST]

    def every(chromium: Chromium) -> None:
        for attack in tries:
            look = attempted(attack, chromium)
            done.append(replace(look, keys=keys) if isinstance(look, Crossing) else look)

    ended = scene.in_browser(every) if tries else None
    rest = ended if isinstance(ended, Unseen) else Unseen(f"{MOST} others were tried there")
    results = iter(done)
    return [one if isinstance(one, Unseen) else next(results, rest) for one in wanted]


def attempted(attack: Callable[[Chromium], Crossing], chromium: Chromium) -> Look:
    """What comes of one attack, or why it could not be made."""
    try:
        return attack(chromium)
    except (NotApplicable, Inconclusive, FormGone) as reason:
        return Unseen(str(reason))


def told(found: Finding, look: Look, table: Severity) -> Finding:
    """A finding with what the browser made of it: where it fails there, both are said, and it is one step less severe.

    `table` is the severity of the check, which a finding without one of its own has.
    """
    both = shown(found, look)
    if isinstance(look, Unseen) or (look.worked and not look.young and not look.how):
        return both
    both = replace(both, message=f"{found.message}; {look.words}")
    return both if look.worked else replace(both, severity=lowered(found.severity, table))


def shown(found: Finding, look: Look) -> Finding:
    """A finding with what the browser did beside its evidence, or why none has looked."""
    if isinstance(look, Unseen):
        return replace(found, evidence=(*found.evidence, Evidence(f"no browser has looked: {look.reason}")))
    more = tuple(Evidence(look.words, one) for one in look.exchanges[:2]) or (Evidence(look.words),)
    return replace(found, evidence=(*found.evidence, *more))


def lowered(severity: Severity | None, table: Severity) -> Severity:
    """One step less, as the catalogue asks where the browser blocks what the app lets through; low at least."""
    given = table if severity is None else severity
    return max(Severity(max(given - 1, Severity.INFO)), min(given, Severity.LOW))
