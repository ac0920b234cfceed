"""Our cookie jar sends what a real Chromium sends, over a table of Set-Cookie lines."""

from urllib.parse import unquote, urlsplit

import pytest

from authproof.client import CookieJar
from authproof.exchange import Exchange, Request, Response
from tests.e2e.cookie_differences import DIFFERENT
from tests.e2e.cookie_rows import LATER, ROWS, Row
from tests.e2e.web import Answer, person

ELSEWHERE = "http://y.test/"
FORM = "url => { document.body.innerHTML = `<form method=post action='${url}'>`; document.forms[0].submit() }"
IMAGE = "url => new Promise(done => { const image = new Image(); image.onerror = done; image.src = url })"
FETCH = "url => fetch(url, {mode: 'no-cors', credentials: 'include'})"
LINK = "url => { location = url }"


def leave_by(script):
    """A page of another site opens the address in its place."""

    def leave(tab, url):
        tab.goto(ELSEWHERE)
        with tab.expect_navigation(url=url):
            tab.evaluate(script, url)

    return leave


def load_by(script):
    """A page of another site loads the address into itself."""

    def load(tab, url):
        tab.goto(ELSEWHERE)
        tab.evaluate(f"async url => {{ await ({script})(url) }}", url)

    return load


# How the browser is made to ask for an address, and what our jar is told of it.
WAYS = {
    "typed": (lambda tab, url: tab.goto(url), {}),
    "link": (leave_by(LINK), {"cross_site": True}),
    "form": (leave_by(FORM), {"cross_site": True, "method": "POST"}),
    "image": (load_by(IMAGE), {"cross_site": True, "top_level": False}),
    "fetch": (load_by(FETCH), {"cross_site": True, "top_level": False}),
}


@pytest.fixture(scope="session")
def tab(walled):
    """One tab, whose cookies each row throws away."""
    with person(walled) as page:
        yield page


def chromium_sends(web, tab, row):
    """The Cookie header of the row's last request, in Chromium."""
    tab.context.clear_cookies()
    for url, line in row.lines:
        web.answers = {path_of(url): Answer((("Set-Cookie", line),))}
        tab.goto(url)
    web.answers.clear()
    web.asked.clear()
    go, _told = WAYS[row.how]
    go(tab, row.ask)
    [cookies] = {one.cookies for one in web.asked if one.url == row.ask}
    return cookies


def path_of(url):
    """The path of an address, as the server sees it."""
    return unquote(urlsplit(url).path)


def jar_sends(row):
    """The same header by our own jar."""
    _go, told = WAYS[row.how]
    return filled(row).header(row.ask, **told)


def filled(row):
    """Our jar after the row's answers."""
    jar = CookieJar()
    for url, line in row.lines:
        jar.learn(Exchange(Request("GET", url), Response(200, (("Set-Cookie", line),))))
    return jar


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_jar_sends_what_chromium_sends(web, tab, row):
    """One row of the table, asked of both; where they differ, they still do, and the table says why."""
    agree = jar_sends(row) == chromium_sends(web, tab, row)
    assert agree == (row.name not in DIFFERENT), DIFFERENT.get(row.name)


@pytest.mark.parametrize(
    "attributes",
    [
        *("", "Max-Age=60", "Max-Age=40000000", f"Expires={LATER}", f"Expires={LATER}; Max-Age=60"),
        *("Max-Age=99999999999999999999", "Expires=Fri, 01 Jan 2027 12:00:00 GMT", "Expires=x"),
    ],
)
def test_the_jar_keeps_a_cookie_as_long_as_chromium(web, tab, attributes):
    """To the minute, and never beyond 400 days."""
    row = Row("", (("http://x.test/", f"a=1; {attributes}"),), "http://x.test/")
    chromium_sends(web, tab, row)
    [kept], [cookie] = tab.context.cookies(), filled(row)
    assert (cookie.expires or -1) == pytest.approx(kept["expires"], abs=60)
