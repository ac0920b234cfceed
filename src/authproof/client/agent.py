"""A user agent (RFC 6265bis's word): a client with a cookie jar that follows links, redirects and forms."""

import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from authproof.client.jar import CookieJar
from authproof.client.urls import leaves_site, where_leads
from authproof.exchange import Exchange, Headers, Request

# The browser that we say we are: an audited app may look at it.
USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_MOST_REDIRECTS = 8


class Client(Protocol):
    """Sends a request, returns an exchange: `wsgi`, `http` or `chromium`."""

    def send(self, request: Request, address: str = "127.0.0.1") -> Exchange:
        """Send one request; `address` is where it comes from, where the client can choose."""


class CrossSite(Enum):
    """Who began the navigation, as a browser tells the server in Sec-Fetch-Site, Origin and Referer."""

    NO = "same-origin"
    YES = "cross-site"


EVIL_ORIGIN = "https://evil.test"
Fields = list[tuple[str, str]]
# The texts of the mails that came for an address, the oldest first; for the empty address those of everybody.
Inbox = Callable[[str], list[str]]


def no_inbox(_address: str) -> list[str]:
    """The mail of somebody whose mail cannot be read."""
    return []


class UserAgent:
    """One browser on one machine: a jar, an address, and the exchanges it has had."""

    def __init__(
        self,
        client: Client,
        base: str,
        jar: CookieJar | None = None,
        address: str = "127.0.0.1",
        inbox: Inbox = no_inbox,
    ) -> None:
        """Open a browser on the site at `base`, with an empty jar unless one is given; `inbox` is its owner's mail."""
        self.client, self.base, self.address, self.inbox = client, base, address, inbox
        self.jar = jar if jar is not None else CookieJar()
        self.history: list[Exchange] = []

    def get(
        self, url: str, *, headers: Headers = (), follow: bool = True, site: CrossSite = CrossSite.NO
    ) -> Exchange:
        """Open a page; returns the last exchange of the redirects, all of them stand in `history`."""
        return self.send(Request("GET", self.absolute(url), headers), follow=follow, site=site)

    def post(
        self,
        url: str,
        fields: Fields | Mapping[str, str],
        *,
        headers: Headers = (),
        follow: bool = True,
        site: CrossSite = CrossSite.NO,
    ) -> Exchange:
        """Submit fields as application/x-www-form-urlencoded."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else fields
        body = urlencode([(_sendable(key), _sendable(value)) for key, value in pairs]).encode()
        typed = (("Content-Type", "application/x-www-form-urlencoded"), *headers)
        return self.send(Request("POST", self.absolute(url), typed, body), follow=follow, site=site)

    def post_json(
        self,
        url: str,
        values: Mapping[str, object],
        *,
        method: str = "POST",
        follow: bool = True,
        site: CrossSite = CrossSite.NO,
    ) -> Exchange:
        """Send a JSON object as a page's script does; from another site as a form could: text/plain, no own header."""
        body = json.dumps(values).encode()
        own: Headers = (
            ("Content-Type", "application/json"),
            ("X-Requested-With", "XMLHttpRequest"),
            ("Accept", "application/json"),
        )
        headers: Headers = (("Content-Type", "text/plain"),) if site is CrossSite.YES else own
        return self.send(Request(method, self.absolute(url), headers, body), follow=follow, site=site)

    def send(self, request: Request, *, follow: bool = True, site: CrossSite = CrossSite.NO) -> Exchange:
        """Send with this browser's headers and cookies, and learn the cookies that come back."""
        exchange = self._once(request, site)
        hops = 0
        while follow and exchange.response.is_redirect and hops < _MOST_REDIRECTS:
            url = where_leads(exchange.response.location, exchange.request.url)
            if url is None or leaves_site(url, exchange.request.url):
                break
            exchange, hops = self._once(_redirected(exchange, url), site), hops + 1
        return exchange

    def absolute(self, url: str) -> str:
        """A path of the target as a whole URL; whole URLs stay as they are, and nothing is normalised."""
        if url.startswith(("http://", "https://")):
            return url
        split = urlsplit(self.base)
        return f"{split.scheme}://{split.netloc}{url}"

    def _once(self, request: Request, site: CrossSite) -> Exchange:
        cookies = self.jar.header(request.url, cross_site=site is CrossSite.YES, method=request.method)
        own = [
            ("User-Agent", USER_AGENT),
            ("Accept", _ACCEPT),
            ("Accept-Language", "en-US,en;q=0.9"),
            *_fetch_metadata(request, site),
        ]
        if cookies:
            own.append(("Cookie", cookies))
        if self.jar.authorization and (site is CrossSite.NO or self.jar.sends_itself):
            own.append(("Authorization", self.jar.authorization))
        given = {name.lower() for name, _ in request.headers}
        headers = (*((name, value) for name, value in own if name.lower() not in given), *request.headers)
        exchange = self.client.send(Request(request.method, request.url, headers, request.body), self.address)
        self.jar.learn(exchange)
        self.history.append(exchange)
        return exchange


def _fetch_metadata(request: Request, site: CrossSite) -> list[tuple[str, str]]:
    """What a browser adds of itself: Fetch Metadata, Referer, and Origin on everything but GET and HEAD."""
    split = urlsplit(request.url)
    own_origin = f"{split.scheme}://{split.netloc}"
    origin = EVIL_ORIGIN if site is CrossSite.YES else own_origin
    headers = [
        ("Sec-Fetch-Site", site.value),
        ("Sec-Fetch-Mode", "navigate"),
        ("Sec-Fetch-Dest", "document"),
        ("Sec-Fetch-User", "?1"),
    ]
    headers.append(("Referer", f"{origin}/" if site is CrossSite.YES else request.url))
    return headers if request.method in {"GET", "HEAD"} else [*headers, ("Origin", origin)]


def _redirected(exchange: Exchange, url: str) -> Request:
    """The next request: 307 and 308 repeat method and body, the others ask with GET (Fetch standard)."""
    if exchange.response.status in {307, 308}:
        typed = tuple(pair for pair in exchange.request.headers if pair[0].lower() == "content-type")
        return Request(exchange.request.method, url, typed, exchange.request.body)
    return Request("GET", url)


def _sendable(text: str) -> bytes:
    """UTF-8 with lone surrogates kept as bytes: attackers send what no browser would."""
    return text.encode("utf-8", "surrogatepass")
