"""One request and its response as plain frozen facts; headers are pairs, for `Set-Cookie` repeats."""

import json
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import quote, urlsplit

_ASCII = bytes(range(128))
Headers = tuple[tuple[str, str], ...]
# Bytes of a packed body that are unpacked: a few kilobytes may hold a gigabyte.
_MOST_UNPACKED = 2 << 20


@dataclass(frozen=True, slots=True)
class CodeLocation:
    """A line of the target's own source: absolute file name and 1-based line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent. `url` is absolute; header values are the latin-1 text that goes over the wire."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path and query of the URL as sent, at least `/`."""
        split = urlsplit(self.url)
        return (split.path or "/") + (f"?{split.query}" if split.query else "")

    def header(self, name: str) -> str:
        """The first header of that name, or the empty string."""
        return next(iter(all_headers(self.headers, name)), "")


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of that name, or the empty string."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a header, in the order in which they were sent."""
        return all_headers(self.headers, name)

    @property
    def location(self) -> str:
        """Where it sends a browser, as Chromium reads it: octets beyond ASCII are escaped first (crbug 942073).

        A reader that decodes them finds another host, or one where Chromium finds none. Text that cannot be
        header octets (an app in this process may say so) is taken as UTF-8; no Location is the empty string.
        """
        text = self.header("Location")
        octets = text.encode("latin-1" if all(ord(one) < 256 for one in text) else "utf-8", "surrogatepass")
        return quote(octets, safe=_ASCII)

    @property
    def media_type(self) -> str:
        """`text/html` and the like, lower case, without parameters."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text, unpacked where it was sent as gzip or deflate.

        Undecodable bytes become U+FFFD, a lying charset falls back to UTF-8.
        """
        message = Message()
        message["Content-Type"] = self.header("Content-Type") or "text/plain"
        charset = message.get_param("charset", "utf-8")
        body = _unpacked(self.body, self.header("Content-Encoding").strip().lower())
        try:
            return body.decode(str(charset), "replace")
        except (LookupError, ValueError):
            return body.decode("utf-8", "replace")

    def json(self) -> object:
        """The body read as JSON, None where it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @property
    def is_redirect(self) -> bool:
        """Whether a browser would follow its Location; Chromium takes an empty one for none."""
        return self.status in {301, 302, 303, 307, 308} and bool(self.header("Location").strip(" \t"))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response.

    `crash` is the exception that left the target instead of a response (its status is then 500), with the
    last lines of its trace; `view` is where the code stands that answered, when the target runs in this
    process.
    """

    request: Request
    response: Response
    crash: str | None = None
    view: CodeLocation | None = field(default=None, compare=False)

    @property
    def failed(self) -> bool:
        """Whether the target broke: a 5xx answer, or an exception instead of an answer."""
        return self.crash is not None or self.response.status >= 500


def _unpacked(body: bytes, coding: str) -> bytes:
    """A body without its content coding (RFC 9110, section 8.4.1), as it came where it is not of that coding.

    Servers also send deflate without its wrapper, and browsers read it.
    """
    kinds = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}.get(coding, ())
    for kind in kinds:
        with suppress(zlib.error):
            return zlib.decompressobj(kind).decompress(body, _MOST_UNPACKED)
    return body


def all_headers(headers: Headers, name: str) -> tuple[str, ...]:
    """All values of one header, names compared without case (RFC 9110, section 5.1)."""
    wanted = name.lower()
    return tuple(value for key, value in headers if key.lower() == wanted)
