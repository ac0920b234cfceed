"""What caches may do with a response, by its headers (RFC 9111)."""

import re
import time
from email.utils import parsedate_to_datetime

from authproof.exchange import Response

_DIRECTIVE = re.compile(r"""([^\s,="]+)(?:\s*=\s*(?:"([^"]*)"|([^\s,"]*)))?""")


def directives(response: Response) -> dict[str, str]:
    """The Cache-Control directives, names in lower case; of one that comes twice the first counts."""
    found: dict[str, str] = {}
    for value in response.all("Cache-Control"):
        for match in _DIRECTIVE.finditer(value):
            found.setdefault(match[1].lower(), match[2] or match[3] or "")
    return found


def is_stored(response: Response) -> bool:
    """Whether a browser may write the response down: anything but `no-store`."""
    return "no-store" not in directives(response)


def is_shared(response: Response) -> bool:
    """Whether the headers invite a cache between browser and app to keep one person's answer for others."""
    found = directives(response)
    if "no-store" in found or "private" in found or "no-cache" in found:
        return False
    if "s-maxage" in found or "max-age" in found:
        return _seconds(found.get("s-maxage", found.get("max-age", ""))) > 0
    return "public" in found or _expires(response) > time.time()


def _seconds(text: str) -> int:
    return int(text[:9]) if text.isdecimal() and text.isascii() else 0


def _expires(response: Response) -> float:
    try:
        return parsedate_to_datetime(response.header("Expires")).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
