"""A cookie jar after RFC 6265bis, as Chromium keeps it: on loopback, Secure cookies go over http.

Chromium treats http://127.0.0.1 and http://localhost as trustworthy; a jar that does not would lock
well-configured apps out of their own login (CATALOGUE, F13). The end-to-end tests hold the two together
(tests/e2e/test_cookie_oracle.py) and say where this one differs on purpose.
"""

import ipaddress
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from authproof.client.cookie_date import cookie_date
from authproof.exchange import Exchange

# Chromium sends a cookie without SameSite on a cross-site top-level POST while it is this young.
LAX_POST_GRACE_S = 120
_AGE = re.compile("(-?)0*([0-9]+)")
# Octets of an attribute's value that are read (RFC 6265bis, section 5.6).
_LONGEST_ATTRIBUTE = 1024
_LONGEST_LIFE_S = 400 * 86400
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
    def key(self) -> tuple[str, str, bool, str]:
        """What makes two cookies the same (RFC 6265bis, section 5.7)."""
        return self.name, self.host, self.host_only, self.path

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
    if not _is_cookie(name, value, line):
        return None
    attributes = {
        key.strip(" \t").lower(): text.strip(" \t")
        for key, _, text in (part.partition("=") for part in rest)
        if len(text) <= _LONGEST_ATTRIBUTE
    }
    host, path = urlsplit(url).hostname or "", urlsplit(url).path
    given = attributes.get("domain", "").lower()
    domain = given.removeprefix(".")
    if given and not _domain_matches(host, domain):
        return None
    cookie = _cookie((name, value), domain or host, path, attributes)
    cookie = replace(cookie, host_only=not domain, line=line)
    # A whole top-level domain can be named by its own host alone, and means that host (RFC 6265bis, section 5.7).
    alone = replace(cookie, host_only=not domain or "." not in domain)
    return alone if _prefix_holds(cookie) else None


def _is_cookie(name: str, value: str, line: str) -> bool:
    """Whether there is something to keep; a nameless `=a=b` would come back as a cookie named a.

    What browsers drop as too long (4096 octets) is kept: a check has something to say of it, once it is in.
    """
    controls = any((ord(char) < 32 and char != "\t") or ord(char) == 127 for char in line)
    empty = not (name or value) or (not name and "=" in value)
    return not controls and not empty


def _cookie(pair: tuple[str, str], host: str, path: str, attributes: dict[str, str]) -> Cookie:
    given, same_site = attributes.get("path", ""), attributes.get("samesite", "").lower()
    return Cookie(
        *pair,
        host,
        given if given.startswith("/") else _default_path(path),
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=same_site if same_site in {"lax", "strict", "none"} else "",
        expires=_expiry(attributes),
        created=time.time(),
    )


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

    @property
    def sends_itself(self) -> bool:
        """Whether the browser itself sends the Authorization, as for HTTP Basic, also from pages of other sites.

        A token is sent by a page's script.
        """
        return (self.authorization or "").lower().startswith("basic ")

    def after_restart(self) -> "CookieJar":
        """What is left when the browser was closed and opened again: session cookies are gone."""
        kept = CookieJar(one for one in self if one.persistent)
        kept.authorization = None if self.sends_itself else self.authorization
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
            old = self._cookies.pop(cookie.key, None)
            if cookie.expires is not None and cookie.expires <= time.time():
                continue
            # Set again with the same value it stays as old as it was: Chromium does so, the RFC for any value.
            same = old is not None and old.value == cookie.value
            self._cookies[cookie.key] = replace(cookie, created=old.created) if old and same else cookie

    def header(
        self, url: str, *, cross_site: bool = False, method: str = "GET", top_level: bool = True
    ) -> str:
        """The Cookie header for a request.

        `cross_site`: a page of another site makes it, as a `top_level` navigation, or else as a picture, a frame
        or a script's fetch.
        """
        fitting = [
            one
            for one in self
            if _sent_to(one, url) and (not cross_site or _crosses(one, method, top_level=top_level))
        ]
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


def _crosses(cookie: Cookie, method: str, *, top_level: bool) -> bool:
    """Whether SameSite lets the cookie go with a request from another site (RFC 6265bis, 5.6.7)."""
    if cookie.same_site == "none":
        return cookie.secure
    if cookie.same_site == "strict" or not top_level:
        return False
    if method in {"GET", "HEAD"}:
        return True
    return cookie.same_site == "" and time.time() - cookie.created < LAX_POST_GRACE_S


def _prefix_holds(cookie: Cookie) -> bool:
    """The promises of `__Secure-` and `__Host-` names (RFC 6265bis, 4.1.3); a nameless value makes them too."""
    name = (cookie.name or cookie.value).lower()
    if not name.startswith(("__host-", "__secure-")):
        return True
    if not cookie.name or not cookie.secure:
        return False
    own = cookie.host_only or _is_address(cookie.host)
    return name.startswith("__secure-") or (own and cookie.path == "/")


def _expiry(attributes: dict[str, str]) -> float | None:
    """When it ends, in epoch seconds: no later than in 400 days (RFC 6265bis, section 5.5)."""
    if age := _AGE.fullmatch(attributes.get("max-age", "")):
        seconds = 0 if age[1] else min(int(age[2][:_LONGEST_AGE]), _LONGEST_LIFE_S)
        return time.time() + seconds if seconds else 0.0
    moment = cookie_date(attributes.get("expires", ""))
    return None if moment is None else min(moment, time.time() + _LONGEST_LIFE_S)


def _default_path(path: str) -> str:
    return path[: path.rfind("/")] or "/" if path.startswith("/") else "/"


def _domain_matches(host: str, domain: str) -> bool:
    """Whether a host lies in a domain; in one without a dot, as every top-level domain is, lies only itself."""
    return host == domain or (host.endswith(f".{domain}") and "." in domain and not _is_address(host))


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
