"""Content Security Policy as a browser reads it (CSP level 3): what it lets through, and who may frame a page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange

HEADER = "Content-Security-Policy"
_SPACE = " \t\n\f\r"
# What a policy in a <meta> cannot say (CSP level 3, section 3.3).
_HEADER_ONLY = ("frame-ancestors", "report-uri", "sandbox")
_NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_-]+={0,2})'", re.IGNORECASE)
_HASH = re.compile(r"'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'", re.IGNORECASE)
# Sources that anybody can serve from, for scripts and for frames.
_ANYBODY = re.compile(r"(?:https?:|wss?:|(?:[a-z][a-z0-9+.-]*://)?\*(?::(?:\*|\d+))?/?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CspPolicy:
    """One policy: names in lower case with their sources; of a name that comes twice the first counts."""

    directives: tuple[tuple[str, tuple[str, ...]], ...]

    def get(self, *names: str) -> tuple[str, ...] | None:
        """The sources of the first of these directives that the policy has."""
        own = dict(self.directives)
        return next((own[name] for name in names if name in own), None)


class Framing(Enum):
    """Who keeps other sites from framing a page."""

    NOBODY = "nobody"
    FRAME_OPTIONS = "X-Frame-Options"
    POLICY = "frame-ancestors"


def parse(text: str) -> CspPolicy:
    """Read one serialized policy."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        words = [word for word in re.split(f"[{_SPACE}]+", part.strip(_SPACE)) if word]
        if words:
            found.setdefault(words[0].lower(), tuple(words[1:]))
    return CspPolicy(tuple(found.items()))


def policies(values: Iterable[str]) -> tuple[CspPolicy, ...]:
    """Read the values of a header, each a list of policies with commas between them."""
    parsed = (parse(part) for value in values for part in value.split(","))
    return tuple(policy for policy in parsed if policy.directives)


def enforced(exchange: Exchange) -> tuple[CspPolicy, ...]:
    """Every policy that a browser enforces on this page: those of the header, and those in its head."""
    return (*policies(exchange.response.all(HEADER)), *_in_head(exchange.response.text))


def report_only(exchange: Exchange) -> bool:
    """Whether the page sends a policy that a browser only reports on."""
    return bool(policies(exchange.response.all(f"{HEADER}-Report-Only")))


def framing(exchange: Exchange) -> Framing:
    """What keeps other sites from framing this page; frame-ancestors overrides X-Frame-Options (HTML, 7.4.2.4)."""
    headers = policies(exchange.response.all(HEADER))
    ancestors = [found for policy in headers if (found := policy.get("frame-ancestors")) is not None]
    if ancestors:
        closed = any(not any(map(anybody, sources)) for sources in ancestors)
        return Framing.POLICY if closed else Framing.NOBODY
    values = ",".join(exchange.response.all("X-Frame-Options")).split(",")
    options = {value.strip(_SPACE).lower() for value in values}
    if len(options) > 1:
        return Framing.FRAME_OPTIONS if options & {"deny", "allowall", "sameorigin"} else Framing.NOBODY
    return Framing.FRAME_OPTIONS if options & {"deny", "sameorigin"} else Framing.NOBODY


def anybody(source: str) -> bool:
    """Whether this source stands for any host at all."""
    return _ANYBODY.fullmatch(source) is not None


def nonces(exchange: Exchange) -> tuple[str, ...]:
    """The nonces in the policies of a page."""
    lists = (sources for policy in enforced(exchange) for _, sources in policy.directives)
    return tuple(
        dict.fromkeys(found[1] for one in lists for word in one if (found := _NONCE.fullmatch(word)))
    )


def weaknesses(found: tuple[CspPolicy, ...]) -> tuple[str, ...]:
    """What is missing in policies that all hold at once: a thing is kept out when one of them keeps it out."""
    if not found:
        return ("no policy is enforced",)
    weak = [tuple(_scripts(policy)) for policy in found]
    rest = [
        "object-src is missing" if all(_objects_open(policy) for policy in found) else "",
        "base-uri is missing" if all(_base_open(policy) for policy in found) else "",
    ]
    return (*min(weak, key=len), *(one for one in rest if one))


def lets_scripts_in(found: tuple[CspPolicy, ...]) -> bool:
    """Whether a script that somebody injects would run under all of these policies."""
    return all(any(_scripts(policy)) for policy in found)


def allows_eval(found: tuple[CspPolicy, ...]) -> bool:
    """Whether strings may become code under all of these policies."""
    lists = [policy.get("script-src", "default-src") for policy in found]
    return bool(found) and all(one is None or "'unsafe-eval'" in map(str.lower, one) for one in lists)


def _scripts(policy: CspPolicy) -> Iterator[str]:
    """Why a script that somebody injected would run."""
    lists = [
        policy.get("script-src-elem", "script-src", "default-src"),
        policy.get("script-src-attr", "script-src", "default-src"),
    ]
    if None in lists:
        yield "no script-src or default-src restricts scripts"
        return
    elements, attributes = (tuple(map(str.lower, one or ())) for one in lists)
    if _inline(elements) or _inline(attributes):
        yield "scripts may stand inline ('unsafe-inline' without nonce or hash)"
    if not ("'strict-dynamic'" in elements and _pinned(elements)):
        open_to = [one for one in elements if anybody(one) or one in {"data:", "filesystem:"}]
        yield from (f"scripts may come from {one}" for one in open_to[:1])


def _inline(sources: tuple[str, ...]) -> bool:
    return "'unsafe-inline'" in sources and "'strict-dynamic'" not in sources and not _pinned(sources)


def _pinned(sources: tuple[str, ...]) -> bool:
    return any(_NONCE.fullmatch(one) or _HASH.fullmatch(one) for one in sources)


def _objects_open(policy: CspPolicy) -> bool:
    own = policy.get("object-src")
    # Without a line of its own, plug-ins follow default-src; only 'none' keeps them all out.
    fallback = tuple(map(str.lower, policy.get("default-src") or ("*",)))
    return any(map(anybody, own)) if own is not None else fallback != ("'none'",)


def _base_open(policy: CspPolicy) -> bool:
    own = policy.get("base-uri")
    return own is None or any(map(anybody, own))


def _in_head(text: str) -> Iterator[CspPolicy]:
    if HEADER.lower() not in text.lower():
        return
    for node in LexborHTMLParser(text).css("head meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() == HEADER.lower():
            read = parse(node.attributes.get("content") or "")
            yield CspPolicy(tuple(pair for pair in read.directives if pair[0] not in _HEADER_ONLY))
