"""One page under other spellings of its address, which a router or a proxy takes for the same and a guard may not."""

from collections.abc import Iterator
from dataclasses import dataclass

from authproof.exchange import Headers

# Headers in which a proxy tells the address that was asked for; some frameworks believe them.
_ADDRESS_HEADERS = (
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Original-URI",
    "X-Forwarded-Uri",
    "X-Forwarded-Path",
)
_PREFIX_HEADERS = ("X-Forwarded-Prefix", "X-Script-Name", "X-Forwarded-Script-Name")
# Endings that a careless rule lets pass to everybody.
_ENDINGS = (
    ".", "%2e", "%2f", "%5c", "%20", "%09", "%00", "%23", "%3f", ";", ";x", ";x=.css", ";.css", "/.", "/./", "/;/",
    "//", ".json", ".html", ".css", "/x.css", "/x/..", "/x/%2e%2e", "~", "?", "?x=.css", "?.css", "??",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """What to ask for, and the headers that go along; `said` tells what is odd about it."""

    said: str
    address: str
    headers: Headers = ()


def spellings(path: str, public: tuple[str, ...]) -> tuple[Spelling, ...]:
    """Other spellings of a path; `public` are paths that a guard lets pass, the login first. Each address once."""
    plain, mark, query = path.partition("?")
    tail = mark + query
    found = [*_cases(plain), *_slashes(plain), *_encoded(plain), *_detours(plain, public)]
    asked = [Spelling(said, address + tail) for said, address in found if address != plain]
    asked += [
        Spelling(f"with `{end}` behind it", plain + end + (tail if "?" not in end else ""))
        for end in _ENDINGS
    ]
    asked += [
        Spelling("with a public path in its query", f"{path}{'&' if mark else '?'}x={one}") for one in public
    ]
    return (*{one.address: one for one in asked}.values(), *_by_header(path, public))


def _cases(path: str) -> Iterator[tuple[str, str]]:
    """Upper case, and the first letter of each part."""
    yield "in capitals", path.upper()
    yield "with capitals", "/".join(part[:1].upper() + part[1:] for part in path.split("/"))
    yield "in small letters", path.lower()


def _slashes(path: str) -> Iterator[tuple[str, str]]:
    """More slashes, fewer, and backslashes."""
    yield "with its last slash changed", path[:-1] if path.endswith("/") and len(path) > 1 else f"{path}/"
    yield "with two slashes in front", f"/{path}"
    yield "with three slashes in front", f"//{path}"
    yield "with each slash doubled", path.replace("/", "//")
    yield "with a dot in front", f"/.{path}"
    yield "with a backslash in front", f"/\\{path[1:]}"
    yield "with an empty parameter in front", f"/;{path}"
    if "/" in path[1:]:
        yield "with a backslash within", path[0] + path[1:].replace("/", "\\")
        yield "with a parameter within", path[0] + path[1:].replace("/", ";x/", 1)
        yield "with a dot within", path[0] + path[1:].replace("/", "/./", 1)


def _encoded(path: str) -> Iterator[tuple[str, str]]:
    """Percent-encoded where nobody would, once and twice (RFC 3986, section 6.2.2)."""
    if first := path[1:2].strip("%"):
        yield "with its first letter encoded", f"/%{ord(first):02x}{path[2:]}"
        yield "with its first letter encoded twice", f"/%25{ord(first):02x}{path[2:]}"
    yield "with an encoded slash in front", f"/%2f{path[1:]}"
    yield "with an encoded dot in front", f"/%2e{path}"
    if "/" in path[1:]:
        yield "with encoded slashes", path[0] + path[1:].replace("/", "%2f")


def _detours(path: str, public: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Down and up again, also through a place that is open to everybody."""
    for place in ("/x", *public):
        base = place.rstrip("/").partition("?")[0]
        yield f"by way of `{base or '/'}`", f"{base}/..{path}"
        yield f"by way of `{base or '/'}`, encoded", f"{base}/%2e%2e{path}"
        yield f"by way of `{base or '/'}`, with a parameter", f"{base}/..;{path}"


def _by_header(path: str, public: tuple[str, ...]) -> Iterator[Spelling]:
    """The address in headers, all at once: the page's while a public one is asked for, and the other way round."""
    kin = f"in {_ADDRESS_HEADERS[0]} and its kin"
    named = tuple((name, path) for name in _ADDRESS_HEADERS)
    for one in public:
        yield Spelling(f"named {kin}", one, named)
        yield Spelling(f"with a public path {kin}", path, tuple((name, one) for name in _ADDRESS_HEADERS))
        prefixed = tuple((name, one.rstrip("/")) for name in _PREFIX_HEADERS)
        yield Spelling(f"with a public path in {_PREFIX_HEADERS[0]} and its kin", path, prefixed)
