"""Headers that harden a page, as browsers read them, and those that were meant to be one."""

import difflib
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange, Response

SECURITY_HEADERS = (
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
# Of these a second one adds to the first.
_LISTS = ("Content-Security-Policy", "Content-Security-Policy-Report-Only", "Permissions-Policy")
# How alike a name must be to be a misspelling: one or two letters.
_ALIKE = 0.9
_POLICIES = (
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)
_CHARSET = re.compile(r"<meta[^>]+charset", re.IGNORECASE)


def no_sniffing(response: Response) -> bool:
    """Whether a browser takes the content for what its type says (Fetch standard, 3.6: the first value decides)."""
    values = ",".join(response.all("X-Content-Type-Options")).split(",")
    return values[0].strip().lower() == "nosniff"


def referrer_policy(exchange: Exchange) -> str:
    """The policy in force: the last value that is one, of the header and then of the page; empty if none."""
    values = ",".join(exchange.response.all("Referrer-Policy")).split(",") + _meta_referrer(exchange)
    known = [word for value in values if (word := value.strip().lower()) in _POLICIES]
    return known[-1] if known else ""


def knows_charset(response: Response) -> bool:
    """Whether a page says in which encoding it is written."""
    typed = "charset=" in response.header("Content-Type").lower()
    return typed or response.body.startswith(b"\xef\xbb\xbf") or bool(_CHARSET.search(response.text[:2048]))


def oddities(response: Response) -> Iterator[str]:
    """Security headers that are empty, come twice with two meanings, or are misspelt."""
    for name in SECURITY_HEADERS:
        values = [value.strip() for value in response.all(name)]
        if "" in values:
            yield f"{name} is empty"
        if len(dict.fromkeys(values)) > 1 and name not in _LISTS:
            yield f"{name} comes twice with different values"
    known = [name.lower() for name in SECURITY_HEADERS]
    for name in dict.fromkeys(name for name, _ in response.headers):
        meant = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_ALIKE)
        if meant and name.lower() not in known:
            yield f"{name} is no header, {SECURITY_HEADERS[known.index(meant[0])]} was meant"


def opener_links(exchange: Exchange) -> bool:
    """Whether a link to a new window hands it this one on purpose."""
    text = exchange.response.text
    return "opener" in text and bool(LexborHTMLParser(text).css('[target=_blank][rel~="opener"]'))


def _meta_referrer(exchange: Exchange) -> list[str]:
    text = exchange.response.text
    if "referrer" not in text:
        return []
    nodes = LexborHTMLParser(text).css("meta[name=referrer]")
    return [node.attributes.get("content") or "" for node in nodes]
