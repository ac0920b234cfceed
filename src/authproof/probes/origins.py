"""Origins that a careless comparison takes for the app's own, and what an answer lets them read."""

from typing import NamedTuple
from urllib.parse import urlsplit

from authproof.client.agent import EVIL_ORIGIN
from authproof.client.urls import origin
from authproof.exchange import Response

ALLOWED, WITH_COOKIES = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"


class Stranger(NamedTuple):
    """An origin that is not the app's own, and how to say whose it is."""

    origin: str
    words: str


def strangers(base: str) -> tuple[Stranger, ...]:
    """Origins that a careless comparison takes for the app's own."""
    split = urlsplit(origin(base) or base)
    scheme, own = split.scheme, split.netloc
    host = split.hostname or own
    found = [
        Stranger(EVIL_ORIGIN, "any origin"),
        Stranger("null", "a sandboxed frame (`null`)"),
        Stranger(f"{scheme}://{host}.evil.test", "a host that begins like the app's own"),
        Stranger(f"{scheme}://evil-{own}", "a host that ends like the app's own"),
        Stranger(f"{scheme}://authproof-evil.{own}", "any subdomain"),
    ]
    if scheme == "https":
        found.append(Stranger(f"http://{own}", "the app's own name over plain http"))
    return tuple(found)


def lets_read(response: Response, asker: str) -> bool:
    """Whether a browser hands this answer to a script of that origin that asked with cookies (Fetch, 4.10)."""
    allowed, credentials = response.all(ALLOWED), response.all(WITH_COOKIES)
    return [one.strip() for one in allowed] == [asker] and [one.strip() for one in credentials] == ["true"]
