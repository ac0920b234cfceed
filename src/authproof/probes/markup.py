"""Markup that a page was made to contain: does an element of ours stand in its tree, and may scripts run there?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from authproof.exchange import Exchange

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
# Ends whatever a value may stand in: an attribute, a comment, a title, a text box, a script.
ENDS = "'\"--></title></textarea></script>"
# Sources of a policy that let anybody's script in.
_OPEN = frozenset({"*", "http:", "https:", "data:", "blob:"})
_PLEDGE = re.compile(r"'(?:nonce|sha256|sha384|sha512)-[^']+'|'strict-dynamic'")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A kind of value to send; `short` ones are for places that refuse the long one."""

    template: str
    short: bool = False

    def value(self, token: str) -> str:
        """The value with this token in it."""
        return self.template.replace("@", token)


def attempts(*, stored: bool, address: bool) -> Iterator[Attempt]:
    """What to send, so that any hole shows: an element; an attribute where no quotes are; a script as an address."""
    yield Attempt(f"@{ENDS}<x-@>")
    yield Attempt("<x-@>", short=True) if stored else Attempt("@ @=1")
    if address:
        yield Attempt("javascript:@()")


def kept(exchange: Exchange, token: str) -> bool:
    """Whether an answer shows a token that its own request did not bring."""
    request = exchange.request
    return token in exchange.response.text and token not in request.url and token.encode() not in request.body


def planted(exchange: Exchange, token: str) -> str | None:
    """How the token became part of a page's markup; None where it stayed text or the answer is no page."""
    if exchange.response.media_type not in _HTML or token not in exchange.response.text:
        return None
    tree = LexborHTMLParser(exchange.response.text)
    if tree.css_first(f"x-{token}"):
        return "an element"
    if tree.css_first(f"[{token}]"):
        return "an attribute"
    # Escaping for HTML does not help inside a handler: the browser undoes it before it reads the script.
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if value and name.startswith("on") and f"{token}'\"" in value:
                return f"a piece of the script in `{name}`"
            if value and name in {"href", "src", "action", "formaction"} and _is_script(value, token):
                return f"a script in `{name}`"
    return None


def blocks_scripts(exchange: Exchange) -> bool:
    """Whether the page's Content-Security-Policy keeps scripts and handlers in its markup from running (CSP 3)."""
    return any(_strict(policy) for line in _policies(exchange) for policy in line.split(","))


def _policies(exchange: Exchange) -> tuple[str, ...]:
    return exchange.response.all("Content-Security-Policy")


def _strict(policy: str) -> bool:
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split()[:100] or [""]
        directives.setdefault(name.lower(), [source.lower() for source in sources])
    if not {"script-src", "default-src"} & directives.keys():
        return False
    sources = directives.get("script-src", directives.get("default-src", []))
    # A nonce or a hash makes browsers overlook 'unsafe-inline' and, with 'strict-dynamic', whole schemes.
    pledged = any(_PLEDGE.fullmatch(source) for source in sources)
    inline = "'unsafe-inline'" in sources and not pledged
    return not inline and (not _OPEN.intersection(sources) or "'strict-dynamic'" in sources)


def _is_script(value: str, token: str) -> bool:
    bare = re.sub(r"[\x00-\x20]", "", value).lower()
    return bare.startswith(f"javascript:{token}")
