"""What of an answer shows that a promise is broken, in a form that a short script can ask for."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from authproof.client.urls import leaves_site, where_leads
from authproof.exchange import Exchange, Headers
from authproof.findings import Shows
from authproof.findings.replay import Sign
from authproof.site.html import read_page

# The headers that promises of a login are kept by; Location and bodies have signs of their own.
TELLING = (
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Origin",
    "Cache-Control",
    "Content-Security-Policy",
    "Expires",
    "Pragma",
    "Referrer-Policy",
    "Set-Cookie",
    "Strict-Transport-Security",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
# Values and dates of cookies differ each time: what is to be left out of a Set-Cookie line.
COOKIE_VALUE = re.compile(r"^([^=;]*)=[^;]*|; *expires=[^;]*", re.IGNORECASE)
# What a page shows of a payload counts as its sign only where no ordinary text looks so.
_ODD = re.compile(r"[<>{}$'\"]")


def sign_of(exchange: Exchange, shows: Shows, names: Iterable[str]) -> Sign:
    """The sign of a deciding answer; `names` are made-up people, whose page it is that names them."""
    response = exchange.response
    if exchange.failed:
        return Sign("crash")
    if shows is Shows.HEADERS:
        return Sign("headers", lines=telling_lines(response.headers))
    where = where_leads(response.location, exchange.request.url) if response.is_redirect else None
    if where and leaves_site(where, exchange.request.url):
        return Sign("redirect", response.header("Location"))
    if 200 <= response.status < 300 and (text := _telling_text(exchange, names)):
        return Sign("page", text)
    return Sign("redirect", response.header("Location")) if where else Sign("status", str(response.status))


def telling_lines(headers: Headers) -> tuple[str, ...]:
    """The telling headers as sorted lines, without what differs each time."""
    wanted = {name.lower() for name in TELLING}
    return tuple(
        sorted(f"{name.lower()}: {_steady(name, value)}" for name, value in headers if name.lower() in wanted)
    )


def _steady(name: str, value: str) -> str:
    return COOKIE_VALUE.sub(r"\1", value) if name.lower() == "set-cookie" else value


def _telling_text(exchange: Exchange, names: Iterable[str]) -> str:
    """A payload that came back, else the name of whose page it is, else the page's title."""
    text = exchange.response.text
    payloads = [value for value in _sent(exchange) if _ODD.search(value) and value in text]
    named = [name for name in names if name in text]
    found = next(iter([*payloads, *named, read_page(exchange).title]), "")
    return found if found in text else ""


def _sent(exchange: Exchange) -> Iterable[str]:
    """What the request says: its query, its fields."""
    query = urlsplit(exchange.request.url).query
    body = exchange.request.body.decode("utf-8", "replace")
    return [value for part in (query, body) for _, value in parse_qsl(part)]
