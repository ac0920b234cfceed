"""Where a redirect leads: what our reading of the URL standard says is where a real Chromium goes."""

import html
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authproof.client.urls import refresh, where_leads
from authproof.exchange import Exchange, Request, Response
from authproof.probes.redirects import grammar, one_of_each, payloads
from authproof.site import read_page
from tests.e2e.web import Answer, goes_to, sent_on

HOSTS = ("127.0.0.1:8061", "localhost:8061", "x.test")
GO = "/one/go"
EXAMPLES = 60
HTML = ("Content-Type", "text/html; charset=utf-8")
MIXED = st.lists(
    st.sampled_from(
        [
            *"/\\:@?#.% \t\x01[];",
            "//",
            "http:",
            "https:",
            "HtTp",
            "ftp:",
            "evil.test",
            "x.test",
            "127.1",
            "\xe9",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)

# Classes of CATALOGUE, section 6, that an audit does not send, for they do no harm or another harm: R22, R24, R25, R29.
FURTHER = (
    *("http://evil.test／.x.test/", "http://evil.test℀.x.test/", "//[evil.test/", "http://[::1.evil.test/"),
    *("//evil.test:99999/", "//evil.test:x/", "http://x.test:80.evil.test/", "http://", "//", "http:\\\\"),
    *("javascript:alert(1)", "java\tscript:alert(1)", "javascript://x.test/%0aalert(1)", "about:blank"),
    *("data:text/html,x", "file:///etc/passwd", "blob:http://evil.test/1", "view-source:http://evil.test/"),
    *("/x//evil.test/", "/.//evil.test/", "/..//evil.test/", "/;//evil.test/", "/%2fevil.test/"),
    *("%2f%2fevil.test/", "/%5cevil.test/", "/%09/evil.test/", ".//evil.test/", "evil.test", "@evil.test"),
    *("/／evil.test/", "\xa0//evil.test/", "http://evil.test%2f@x.test/", "http://evil.test%5c@x.test/"),
    *("//%65vil.test/", "//evil%2etest/", "//EVIL.TEST", "//2130706433:1/", "//0x7f.1:1/", "//127.1:1/"),
    *("?next=//evil.test/", "x?y#z", "/嘊嘍", "\x0b//evil.test/", "http://evil.test:443/", "//evil.test:25/"),
)
# Octets that are no UTF-8, and the same letters as UTF-8.
OCTETS = (b"//ev\xe9l.test/", b"//evil\xff.test/", b"/caf\xe9", b"//evil.test/caf\xe9", b"/caf\xc3\xa9?\xe9")
# None that is invalid: Chromium then asks for nothing more at all, which no event tells.
REFRESHES = (
    *("0;url=//evil.test/", "0; URL = //evil.test/", "0;//evil.test/", "0,//evil.test/", "0 //evil.test/"),
    *(
        "0;url='//evil.test/'x",
        '0;url="//evil.test/',
        "0;'//evil.test/'",
        "0.9;url=//evil.test/",
        ".;//evil.test/",
    ),
    *(
        "0;url=/\\evil.test/",
        "0;url=\t//evil.test/",
        "0;url=////evil.test/",
        "0;url=http:evil.test",
        "0;url=/x",
    ),
    *(
        "0;url //evil.test/",
        "0;u//evil.test/",
        "0;urlx",
        "0;;//evil.test/",
        "0 ;, //evil.test/",
        "\x0c0;//evil.test/",
    ),
    *(
        "x;url=//evil.test/",
        "-1;url=//evil.test/",
        "0url=//evil.test/",
        "+0;url=//evil.test/",
        ";url=//evil.test/",
    ),
    *(
        "0;url=/café",
        "0;url=javascript:alert(1)",
        "0;url=data:text/html,x",
    ),
)
# The one difference: Chromium hands these to another program, which may start a mail or a call, and stays where it
# is. It asks for such an address, we name it, and it is no way out.
PAGES = ("http:", "https:", "ftp:")
HANDED_OVER = ("mailto:a@evil.test", "intent://evil.test/", "ws://evil.test/", "tel:1")


def wire(text: str | bytes) -> str:
    """Header text of these octets, or of this text in UTF-8."""
    return (text.encode() if isinstance(text, str) else text).decode("latin-1")


def rows():
    """All that an audit of an address with a port would send, and what it would not; of names one of each class."""
    for host in HOSTS:
        audit = payloads("http", host)
        texts = [one.text for one in (audit if host == HOSTS[0] else one_of_each(audit))]
        yield from ((host, wire(text)) for text in texts)
    yield from ((HOSTS[0], wire(text)) for text in (*FURTHER, *OCTETS, *HANDED_OVER))


def navigated(web, walled, host, location):
    """Where Chromium goes."""
    web.answers = {GO: Answer((("Location", location),), status="302 Found")}
    return place(goes_to(walled, f"http://{host}{GO}"))


def foretold(host, location):
    """Where we say that it goes."""
    answer = Response(302, (("Location", location),))
    return place(where_leads(answer.location, f"http://{host}{GO}")) if answer.is_redirect else None


def place(url):
    """A page's address without the fragment, which is not asked for; None where an address is no page's.

    A host with a space in it is no host to the standard. Chromium escapes it, and asks for a name that nobody can have.
    """
    if not url or not url.startswith(PAGES) or "%" in url.split("/")[2]:
        return None
    return url.partition("#")[0]


def ids(value):
    """A test's name: the text with escapes for what no terminal shows."""
    return ascii(value)[1:-1]


@pytest.mark.parametrize(("host", "location"), list(rows()), ids=ids)
def test_a_redirect_leads_where_chromium_goes(web, walled, host, location):
    """Every template of an audit, on a host that is an address with a port, and one that is a name."""
    assert navigated(web, walled, host, location) == foretold(host, location)


@settings(
    max_examples=max(EXAMPLES, settings().max_examples if settings().max_examples > 100 else 0),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(location=grammar("http", HOSTS[0]) | MIXED)
def test_any_redirect_leads_where_chromium_goes(web, walled, location):
    """Texts that nobody wrote down: those an audit's search is made of, and a mixture of their pieces."""
    assert navigated(web, walled, HOSTS[0], location) == foretold(HOSTS[0], location)


@pytest.mark.parametrize("text", REFRESHES, ids=ids)
@pytest.mark.parametrize("place_of_it", ["header", "element"])
def test_a_refresh_leads_where_chromium_goes(web, walled, place_of_it, text):
    """As a header or as an element of the page; where it leads nowhere, a script of the page goes on after a second."""
    headers = (("Refresh", wire(text)),) if place_of_it == "header" else ()
    element = f'<meta http-equiv="refresh" content="{html.escape(text)}">' if place_of_it == "element" else ""
    url, stayed = f"http://{HOSTS[0]}{GO}", f"http://{HOSTS[0]}/stayed"
    web.answers = {
        GO: Answer(headers, f"{element}<script>setTimeout(() => {{ location = '/stayed' }}, 1000)</script>")
    }
    answer = Exchange(Request("GET", url), Response(200, (*headers, HTML), element.encode()))
    assert sent_on(walled, url) == (place(next(iter(ways_on(answer)), None)) or stayed)


@pytest.mark.parametrize("location", list(dict.fromkeys(location for _, location in rows())), ids=ids)
def test_the_octets_of_a_redirect_reach_the_browser_as_they_are(web, location):
    """Neither the table nor the server that it is tried on rewrites what an app would send."""
    web.answers = {GO: Answer((("Location", location),), status="302 Found")}
    with socket.create_connection(("127.0.0.1", web.port)) as connection:
        connection.sendall(f"GET {GO} HTTP/1.0\r\nHost: x.test\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert b"\r\nLocation: " + location.encode("latin-1") + b"\r\n" in answer


def ways_on(answer):
    """Where we say that a page sends its reader by itself."""
    _, header = refresh(answer.response.header("Refresh"))
    found = (where_leads(header, answer.request.url) if header else None, read_page(answer).refresh)
    return [url for url in found if url]
