"""What a real browser does with the cookies of a login: shows them to scripts, sends them with other sites' forms."""

from dataclasses import dataclass, replace

from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Inconclusive
from authproof.probes import baits
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Unseen


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a cookie that the browser gave away, and of one that it did not."""

    given: str
    kept: str


CROSSING = Words(
    "right after the login Chromium sends it along with a form of another site",
    "Chromium does not send it along with a form of another site, right after the login",
)
READABLE = Words("document.cookie shows it in Chromium", "document.cookie does not show it in Chromium")


@dataclass(frozen=True, slots=True)
class Given:
    """The names of the cookies that were given away, and the request by which that is seen."""

    names: tuple[str, ...]
    exchange: Exchange


def posted(scene: Scene) -> Given | Unseen:
    """The cookies that go with a form which another site posts to a private page, right after a login."""

    def look(chromium: Chromium) -> Given:
        victim = chromium.signed_in(scene.user, remember=True)
        bait = baits.post(scene.visitor().agent.absolute(scene.site.witnesses[0].path), [])
        sent = victim.lured(chromium.plant(bait.url, bait.html))
        if not sent:
            raise Inconclusive("the form of another site did not get there")
        return Given(_names(sent[0].request.header("Cookie")), sent[0])

    return scene.in_browser(look)


def read(scene: Scene) -> Given | Unseen:
    """The cookies that a script of a private page can read."""

    def look(chromium: Chromium) -> Given:
        alice = chromium.signed_in(scene.user, remember=True)
        path = scene.site.witnesses[0].path
        alice.visit(path)
        asked = [one for one in chromium.exchanges if one.request.path == path]
        return Given(_names(alice.script_cookies()), (asked or chromium.exchanges)[-1])

    return scene.in_browser(look)


def seen(found: Finding, name: str, look: Given | Unseen | None, words: Words) -> Finding:
    """A finding of one cookie with what the browser did with it; both are said where they differ."""
    if isinstance(look, Unseen):
        return replace(found, evidence=(*found.evidence, Evidence(f"no browser has looked: {look.reason}")))
    if look is None:
        return found
    given = name in look.names
    said = words.given if given else words.kept
    found = replace(found, evidence=(*found.evidence, Evidence(said, look.exchange)))
    return found if given else replace(found, message=f"{found.message}; {said}")


def _names(cookies: str) -> tuple[str, ...]:
    return tuple(pair.partition("=")[0] for pair in cookies.split("; ") if pair)
