"""A cookie jar after RFC 6265bis, with one deliberate difference: on loopback, Secure cookies go over http.

Chromium treats http://127.0.0.1 and http://localhost as trustworthy; a jar that does not would lock
well-configured apps out of their own login (CATALOGUE, F13).
"""

import ipaddress
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from authproof.exchange import Exchange

# Chromium sends a cookie without SameSite on a cross-site top-level POST while it is this young.
LAX_POST_GRACE_S = 120
_AGE = re.compile("(-?)0*([0-9]+)")
# Digits of a Max-Age that are read: it is capped at 400 days, and a hostile one may have thousands.
_LONGEST_AGE = 12


@dataclass(frozen=True, slots=True)
class Cookie:
    """One stored cookie; `line` is the Set-Cookie value that it came from.

    `expires` is in epoch seconds, None for a session cookie.
    `same_site` is `strict`, `lax`, `none`, or the empty string where the attribute is absent or unknown.
    """

    name: str
    value: str
    host: str
    path: str = "/"
    host_only: bool = True
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    expires: float | None = None
    created: float = 0.0
    line: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two cookies the same (RFC 6265bis, section 5.7)."""
        return self.name, self.host, self.path

    @property
    def persistent(self) -> bool:
        """Whether it survives the end of the browser."""
        return self.expires is not None


def parse_set_cookie(line: str, url: str) -> Cookie | None:
    """Read one Set-Cookie value as a browser does (RFC 6265bis, 5.6 and 5.7), None if it ignores it."""
    pair, *rest = line.split(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", name
    name, value = name.strip(" \t"), value.strip(" \t")
    if not (name or value) or any((ord(char) < 32 and char != "\t") or ord(char) == 127 for char in line):
        return None
    attributes = {
        key.strip(" \t").lower(): text.strip(" \t") for key, _, text in (part.partition("=") for part in rest)
    }
    host, path = urlsplit(url).hostname or "", urlsplit(url).path
    domain = attributes.get("domain", "").lstrip(".").lower()
    if domain and not _domain_matches(host, domain):
        return None
    given = attributes.get("path", "")
    cookie = Cookie(
        name,
        value,
        domain or host,
        given if given.startswith("/") else _default_path(path),
        host_only=not domain,
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=attributes.get("samesite", "").lower()
        if attributes.get("samesite", "").lower() in {"lax", "strict", "none"}
        else "",
        expires=_expiry(attributes),
        created=time.time(),
        line=line,
    )
    return cookie if _prefix_holds(cookie, domain_given=bool(domain)) else None


class CookieJar:
    """The cookies of one browser."""

    def __init__(self, cookies: Iterable[Cookie] = ()) -> None:
        """Start with these cookies."""
        self._cookies = {cookie.key: cookie for cookie in cookies}
        # What a page's script would send as Authorization: not a cookie, but a thief takes it along all the same.
        self.authorization: str | None = None

    def __iter__(self) -> Iterator[Cookie]:
        """The living cookies, the longest path first (RFC 6265bis, section 5.8.3)."""
        now = time.time()
        living = [one for one in self._cookies.values() if one.expires is None or one.expires > now]
        return iter(sorted(living, key=lambda one: (-len(one.path), one.created)))

    def __len__(self) -> int:
        """How many cookies are alive."""
        return len(list(iter(self)))

    def copy(self) -> "CookieJar":
        """What a thief takes along."""
        copied = CookieJar(self)
        copied.authorization = self.authorization
        return copied

    def only(self, *names: str) -> "CookieJar":
        """A jar with these names alone."""
        return CookieJar(one for one in self if one.name in names)

    def without(self, *names: str) -> "CookieJar":
        """A jar in which these names are missing."""
        return CookieJar(one for one in self if one.name not in names)

    def after_restart(self) -> "CookieJar":
        """What is left when the browser was closed and opened again: session cookies are gone."""
        kept = CookieJar(one for one in self if one.persistent)
        kept.authorization = self.authorization
        return kept

    def get(self, name: str) -> str | None:
        """The value of a cookie, or None."""
        return next((one.value for one in self if one.name == name), None)

    def plant(self, cookie: Cookie) -> None:
        """Put a cookie in, replacing its equal."""
        self._cookies[cookie.key] = cookie

    def learn(self, exchange: Exchange) -> None:
        """Take up what a response sets or deletes."""
        for line in exchange.response.all("Set-Cookie"):
            cookie = parse_set_cookie(line, exchange.request.url)
            if cookie is None:
                continue
            if cookie.expires is not None and cookie.expires <= time.time():
                self._cookies.pop(cookie.key, None)
            else:
                self._cookies[cookie.key] = cookie

    def header(self, url: str, *, cross_site: bool = False, method: str = "GET") -> str:
        """The Cookie header for a request; `cross_site` for a top-level navigation from another site."""
        fitting = [one for one in self if _sent_to(one, url) and (not cross_site or _crosses(one, method))]
        return "; ".join(f"{one.name}={one.value}" if one.name else one.value for one in fitting)


def _sent_to(cookie: Cookie, url: str) -> bool:
    split = urlsplit(url)
    host, path = (split.hostname or "").lower(), split.path or "/"
    if not (host == cookie.host if cookie.host_only else _domain_matches(host, cookie.host)):
        return False
    if cookie.secure and split.scheme != "https" and not _trustworthy(host):
        return False
    prefix = cookie.path if cookie.path.endswith("/") else f"{cookie.path}/"
    return path == cookie.path or path.startswith(prefix)


def _crosses(cookie: Cookie, method: str) -> bool:
    """Whether SameSite lets the cookie go with a cross-site top-level navigation (RFC 6265bis, 5.6.7)."""
    if cookie.same_site == "none":
        return cookie.secure
    if cookie.same_site == "strict":
        return False
    if method in {"GET", "HEAD"}:
        return True
    return cookie.same_site == "" and time.time() - cookie.created < LAX_POST_GRACE_S


def _prefix_holds(cookie: Cookie, *, domain_given: bool) -> bool:
    """The promises of `__Secure-` and `__Host-` names (RFC 6265bis, section 4.1.3)."""
    name = cookie.name.lower()
    if name.startswith("__host-"):
        return cookie.secure and not domain_given and cookie.path == "/"
    return cookie.secure or not name.startswith("__secure-")


def _expiry(attributes: dict[str, str]) -> float | None:
    if age := _AGE.fullmatch(attributes.get("max-age", "")):
        seconds = 0 if age[1] else min(int(age[2][:_LONGEST_AGE]), 400 * 86400)
        return time.time() + seconds if seconds else 0.0
    if "expires" not in attributes:
        return None
    try:
        moment = parsedate_to_datetime(attributes["expires"])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _default_path(path: str) -> str:
    return path[: path.rfind("/")] or "/" if path.startswith("/") else "/"


def _domain_matches(host: str, domain: str) -> bool:
    return host == domain or (host.endswith(f".{domain}") and not _is_address(host))


def _trustworthy(host: str) -> bool:
    return (
        host == "localhost"
        or host.endswith(".localhost")
        or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
