"""A browser whose requests are changed on their way out: other headers, more cookies, another query."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from authproof.client.agent import Client
from authproof.client.jar import CookieJar
from authproof.exchange import Exchange, Request
from authproof.site import Account
from authproof.site.steps import with_query
from authproof.visitor import Scene, Visitor

Change = Callable[[Request], Request]


@dataclass(frozen=True, slots=True)
class Altering:
    """A client that changes each request before it sends it."""

    client: Client
    change: Change

    def send(self, request: Request, address: str = "127.0.0.1") -> Exchange:
        """Send the changed request."""
        return self.client.send(self.change(request), address)


def altered(
    scene: Scene,
    change: Change,
    *,
    cookies: CookieJar | None = None,
    account: Account | None = None,
    address: str = "127.0.0.1",
) -> Visitor:
    """Somebody whose browser changes every request so."""
    visitor = scene.visitor(cookies, account=account, address=address)
    visitor.agent.client = Altering(visitor.agent.client, change)
    return visitor


def with_headers(*pairs: tuple[str, str]) -> Change:
    """Send these headers, each instead of those of the same name."""
    names = {name.lower() for name, _ in pairs}

    def change(request: Request) -> Request:
        kept = tuple(pair for pair in request.headers if pair[0].lower() not in names)
        return replace(request, headers=(*kept, *pairs))

    return change


def with_cookies(pairs: Iterable[tuple[str, str]]) -> Change:
    """Send these cookies behind the browser's own."""
    added = [f"{name}={value}" for name, value in pairs]

    def change(request: Request) -> Request:
        return with_headers(("Cookie", "; ".join([*filter(None, [request.header("Cookie")]), *added])))(
            request
        )

    return change


def with_more_query(query: str) -> Change:
    """Send this behind the query of every address."""
    return lambda request: replace(request, url=with_query(request.url, query))
