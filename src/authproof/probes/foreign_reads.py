"""What a script of another origin reads of a private page in a real browser, with the visitor's cookies."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from authproof.exchange import Exchange, Response
from authproof.findings import NotApplicable
from authproof.probes import baits
from authproof.probes.crossing import Crossing, lure
from authproof.site import steps
from authproof.site.model import Witness
from authproof.visitor import Scene
from authproof.visitor.browser import Chromium
from authproof.visitor.browser_visitor import BrowserVisitor


def fetched(scene: Scene, witness: Witness, origins: Iterable[str], chromium: Chromium) -> Crossing:
    """The page as a script of one of these origins gets it, in the browser of somebody who is signed in.

    Raises:
        NotApplicable: all of them are subdomains, and here a browser takes these for other sites.
    """
    wanted = tuple(_tried(scene.site.base, origins))
    if not wanted:
        raise NotApplicable("to a browser, a subdomain is of the same site under a real domain only")
    victim, url = chromium.signed_in(scene.user), scene.visitor().agent.absolute(witness.path)
    for origin in wanted:
        bait = baits.reader(url, origin)
        crossing = lure(chromium, victim, bait, lambda: _reads(chromium, victim, witness))
        if crossing.worked:
            break
    return crossing


def _tried(base: str, origins: Iterable[str]) -> Iterator[str]:
    """The origins; one by https also by http, for whoever takes the one mostly takes the other."""
    host = urlsplit(base).hostname or ""
    # `localhost` and addresses have no subdomains that a browser would take for the same site.
    bare = "." not in host or host.rpartition(".")[2].isdigit() or ":" in host
    for origin in origins:
        if bare and origin.endswith(f".{host}"):
            continue
        yield origin
        if origin.startswith("https:") and base.startswith("http:"):
            yield f"http:{origin[6:]}"


def _reads(chromium: Chromium, victim: BrowserVisitor, witness: Witness) -> bool:
    """Whether what the script holds is what the owner of the account sees."""
    text, last = victim.window.ask(baits.READ), chromium.exchanges[-1]
    if not text:
        return False
    headers = (("Content-Type", f"{last.response.media_type}; charset=utf-8"),)
    held = Exchange(last.request, Response(last.response.status, headers, str(text).encode()))
    return steps.shows_signed_in(held, witness, victim.account)
