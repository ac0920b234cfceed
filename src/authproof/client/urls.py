"""Where a URL leads, decided by the WHATWG URL standard and never by string rules."""

import re
from urllib.parse import urlsplit

import ada_url

# Schemes that a browser follows out of a Location header (Fetch, HTTP-redirect fetch; ftp hands over).
_NAVIGABLE = frozenset({"http:", "https:", "ftp:"})
_BLANK = r"[\t\n\f\r ]"
_REFRESH = re.compile(
    rf"{_BLANK}*(?P<delay>[0-9]+)[0-9.]*"
    rf"(?:(?:{_BLANK}+[;,]?|[;,]){_BLANK}*(?:url{_BLANK}*={_BLANK}*)?(?P<target>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_DELAY = 9


def where_leads(location: str, base: str) -> str | None:
    """The absolute URL at which a browser arrives, or None if the reference is invalid.

    Args:
        location: the value of a Location header or link, as text.
        base: the absolute URL of the page that sent it.
    """
    try:
        return str(ada_url.URL(location, base=base).href)
    except (ValueError, UnicodeError):
        return None


def refresh(text: str) -> tuple[float, str | None]:
    """After how many seconds a Refresh header or meta element leads where, as written (HTML, section 4.2.5.3).

    The target is None where the page is only loaded again, or where Chromium does not understand the text: it wants
    a digit, where the standard is content with a dot.
    """
    read = _REFRESH.fullmatch(text)
    if read is None:
        return 0, None
    target = read["target"] or ""
    if target[:1] in {"'", '"'}:
        target = target[1:].partition(target[0])[0]
    return float(read["delay"][:_LONGEST_DELAY]), target or None


def origin(url: str) -> str | None:
    """Scheme, host and port as one comparable text (WHATWG URL, section 4.7), None if the URL is invalid."""
    try:
        parsed = ada_url.URL(url)
    except (ValueError, UnicodeError):
        return None
    return f"{parsed.protocol}//{parsed.host}"


def leaves_site(location: str, base: str) -> bool:
    """Whether a browser that follows this reference navigates to another host.

    A change between http and https of the same host name is no escape: sites upgrade their visitors so.
    """
    target = where_leads(location, base)
    if target is None:
        return False
    arrived, started = ada_url.URL(target), ada_url.URL(base)
    if arrived.protocol not in _NAVIGABLE:
        return False
    if arrived.hostname != started.hostname:
        return True
    return arrived.protocol == started.protocol and arrived.port != started.port


def raw_target(url: str) -> str:
    """Path and query of an absolute URL as they stand there, the empty string where there is neither.

    urlsplit drops tabs and newlines and folds "//": the raw text after the authority is the truth.
    """
    target = url.partition("://")[2].partition("#")[0]
    slash = min((at for at in (target.find("/"), target.find("?")) if at >= 0), default=len(target))
    return target[slash:]


def same_site_path(url: str) -> str:
    """Path and query of an absolute URL, as a person would name the page; what is no URL stays as it is."""
    try:
        split = urlsplit(url)
    except ValueError:
        return url
    return (split.path or "/") + (f"?{split.query}" if split.query else "")
