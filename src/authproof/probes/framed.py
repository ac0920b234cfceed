"""What a frame on another site shows of the site in a real browser, and whether the visitor's cookies go there."""

from dataclasses import dataclass, replace

from authproof.client.urls import same_site_path
from authproof.exchange import Exchange
from authproof.findings import Evidence, Finding, Severity
from authproof.probes import baits
from authproof.probes.cookies import authenticating
from authproof.probes.crossing import carries
from authproof.probes.pages import Page
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor
from authproof.visitor.scene import Unseen

# Pages of one kind mostly have the same headers, and a browser takes its time.
_MOST_PRIVATE, _MOST_OUTER = 2, 1


@dataclass(frozen=True, slots=True)
class Framed:
    """What came of the frames: the paths that are shown, the site's exchanges, whether cookies of the account went."""

    shown: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    with_cookies: bool
    pictures: tuple[Evidence, ...] = ()


def framed(scene: Scene, pages: list[Page]) -> Framed | Unseen:
    """Some of these pages in frames on another site: the private ones for who is in, the others for a newcomer."""
    alice = scene.regular()
    names = authenticating(scene, alice.cookies.copy(), scene.user)
    private = [page.path for page in pages if page.private][:_MOST_PRIVATE]
    outer = [page.path for page in pages if not page.private][:_MOST_OUTER]

    def look(chromium: Chromium) -> Framed:
        victim = chromium.signed_in(scene.user)
        jar = victim.jar()
        # Whether cookies go along is seen on any private page, also one that no frame shows.
        shown, seen = _open(scene, chromium, victim, private or [scene.site.witnesses[0].path])
        pictures = (
            [victim.picture(f"the frames of {', '.join(private)}, for somebody signed in")] if private else []
        )
        carried = any(carries(exchange, one) for exchange in seen for one in jar if one.name in names)
        if outer:
            newcomer = chromium.visitor(scene.user)
            more, asked = _open(scene, chromium, newcomer, outer)
            shown, seen = shown + more, seen + asked
            pictures.append(newcomer.picture(f"the frames of {', '.join(outer)}"))
        telling = tuple(sorted(seen, key=lambda one: one.request.path not in shown))
        visible = tuple(one for one in private + outer if one in shown)
        return Framed(visible, telling, carried, tuple(pictures))

    return scene.in_browser(look)


def told(found: Finding, look: Framed | Unseen) -> Finding:
    """The finding, and what the browser showed: without the visitor's cookies nothing can be clicked in their name."""
    if isinstance(look, Unseen):
        return replace(found, evidence=(*found.evidence, Evidence(f"no browser has looked: {look.reason}")))
    where = "in Chromium a frame on another site shows"
    cookies = "with" if look.with_cookies else "without"
    said = f"{where} {', '.join(look.shown) or 'none of them'}, {cookies} the visitor's cookies"
    evidence = tuple(Evidence(said, one) for one in look.exchanges[:2]) or (Evidence(said),)
    found = replace(found, evidence=(*found.evidence, *evidence, *look.pictures))
    if look.shown and look.with_cookies:
        return found
    return replace(found, message=f"{found.message}; {said}", severity=Severity.LOW)


def _open(
    scene: Scene, chromium: Chromium, visitor: BrowserVisitor, paths: list[str]
) -> tuple[tuple[str, ...], tuple[Exchange, ...]]:
    """The paths that the frames show in the end, and what the site was asked for them."""
    agent = scene.visitor().agent
    bait = baits.frames(tuple(agent.absolute(path) for path in paths))
    seen = visitor.lured(chromium.plant(bait.url, bait.html))
    # Each page is framed twice.
    first = {one.request.path: one for one in reversed(seen) if one.request.path in paths}
    return tuple(same_site_path(url) for url in visitor.window.framed()), tuple(first.values())
