"""What a page loads from other origins, and whether it is pinned to what its authors looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from authproof.client import where_leads
from authproof.exchange import Exchange

# Types under which a browser runs a script (HTML, section 4.12.1); JSON and templates are data.
_RUN = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma|j|live)script[\d.]*|module|", re.IGNORECASE)
_PINNED = re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/_-]{40,}={0,2}", re.IGNORECASE)


class Kind(Enum):
    """What the resource can do to the page."""

    SCRIPT = "script"
    STYLE = "style sheet"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Foreign:
    """One resource of another origin: its address, and whether a hash says what it must be."""

    kind: Kind
    url: str
    pinned: bool

    @property
    def host(self) -> str:
        """Whose machine it comes from."""
        return urlsplit(self.url).netloc

    @property
    def plain(self) -> bool:
        """Whether it comes over plain http, where others can change it under way."""
        return self.url.startswith("http:")


def foreign_resources(exchange: Exchange) -> tuple[Foreign, ...]:
    """The scripts, style sheets and frames that this page loads from other hosts, each address once."""
    page = exchange.request.url
    tree = LexborHTMLParser(exchange.response.text)
    base = tree.css_first("base[href]")
    start = (where_leads(_attribute(base, "href"), page) if base else None) or page
    found: dict[str, Foreign] = {}
    for kind, node, reference in _loaded(tree):
        url = where_leads(reference, start)
        if url and url.startswith(("http:", "https:")) and not own(url, page):
            found.setdefault(url, Foreign(kind, url, _is_pinned(node)))
    return tuple(found.values())


def _loaded(tree: LexborHTMLParser) -> Iterator[tuple[Kind, LexborNode, str]]:
    for node in tree.css("script[src]"):
        if _RUN.fullmatch(_attribute(node, "type").strip()):
            yield Kind.SCRIPT, node, _attribute(node, "src")
    for node in tree.css("link[href]"):
        words = _attribute(node, "rel").lower().split()
        if "modulepreload" in words:
            yield Kind.SCRIPT, node, _attribute(node, "href")
        elif "stylesheet" in words:
            yield Kind.STYLE, node, _attribute(node, "href")
    for tag, name in (("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data")):
        for node in tree.css(f"{tag}[{name}]"):
            yield Kind.FRAME, node, _attribute(node, name)


def own(url: str, page: str) -> bool:
    """Whether an address is of the page's own host or of a host below it."""
    host, site = (urlsplit(one).hostname or "" for one in (url, page))
    return host == site or host.endswith(f".{site}")


def _is_pinned(node: LexborNode) -> bool:
    """Whether a browser compares it with a hash; of a frame it never does (Subresource Integrity, section 3)."""
    return node.tag in {"script", "link"} and any(
        map(_PINNED.fullmatch, _attribute(node, "integrity").split())
    )


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
