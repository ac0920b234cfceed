"""One Chromium for all checks of an audit: started when asked for, started again, alone in its web, gone at the end."""

import subprocess
import sys

import psutil
import pytest

from authproof.client import WsgiClient
from authproof.client.browser_host import ask, hosted
from authproof.client.serving import Web
from authproof.exchange import Response

DOOR = """
from signal import pause
from authproof.client.browser_host import ask, hosted
with hosted(80) as address:
    print(address, flush=True)
    pause()
"""
LOAD = "url => { document.body.append(Object.assign(document.createElement('script'), {src: url})) }"
EVIL = "http://evil.test/page"


def app(environ, start_response):
    """A site that says how it was asked."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [f"<p>{environ['wsgi.url_scheme']} {environ.get('HTTP_COOKIE', '')}</p>".encode()]


@pytest.fixture
def host():
    with hosted(80) as address:
        yield address


@pytest.fixture
def web(host, playwright):
    """The web around the site, and a page of the Chromium that has it."""
    told = ask(host)
    browser = playwright.chromium.connect_over_cdp(told.endpoint)
    with Web(WsgiClient(app), "http://localhost", told.key) as web, browser:
        web.shown = browser.new_context(proxy={"server": f"http://127.0.0.1:{web.port}"}).new_page()
        yield web


def chromium_of(host):
    """The process of the Chromium that a host has started."""
    port = int(ask(host).endpoint.rpartition(":")[2])
    listening = [one.pid for one in psutil.net_connections("tcp") if one.laddr.port == port and one.pid]
    return psutil.Process(listening[0])


def end(process):
    """Kill it, and see it gone."""
    process.kill()
    process.wait(20)


def test_all_who_ask_get_the_same_browser(host):
    """The second check does not start another."""
    assert ask(host) == ask(host)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_site_answers_at_its_own_address(web, scheme):
    """Port and certificate are of no matter: the proxy brings the site to the browser."""
    web.shown.goto(f"{scheme}://localhost/")
    assert web.shown.inner_text("p").strip() == scheme
    assert web.shown.evaluate("isSecureContext")


def test_a_planted_page_is_another_site(web):
    """The attacker's page is there for the browser, and the site is not asked for it."""
    web.pages[EVIL] = Response(200, (("Content-Type", "text/html"),), b"<p>evil</p>")
    web.shown.goto(f"{EVIL}?a=1")
    assert web.shown.inner_text("p") == "evil"
    assert not [one for one in web.exchanges if "page" in one.request.path]


@pytest.mark.parametrize("url", ["http://cdn.example/x.js", "https://cdn.example/x.js"])
def test_what_wants_to_leave_is_seen_and_goes_nowhere(web, url):
    """A script of another host is asked for, written down with its Referer, and not there."""
    web.shown.goto("http://localhost/")
    with web.shown.expect_event("requestfailed"):
        web.shown.evaluate(LOAD, url)
    [seen] = [one for one in web.elsewhere if one.request.url == url]
    assert seen.response.status == 502
    assert seen.request.header("Referer") == "http://localhost/"


def test_a_chromium_that_died_is_started_once_more(host):
    """The next check has a browser again; who dies twice is not trusted."""
    first = ask(host).endpoint
    end(chromium_of(host))
    second = ask(host).endpoint
    assert second not in {"", first}
    end(chromium_of(host))
    assert ask(host).broken == "Chromium died 2 times"


def test_a_killed_door_takes_its_browser_along():
    """Nothing is left behind, even if nobody could tidy up."""
    with subprocess.Popen([sys.executable, "-c", DOOR], stdout=subprocess.PIPE, text=True) as door:
        address = door.stdout.readline().strip()
        chromium = chromium_of(address)
        host = chromium.parents()[1:]  # its driver, and the host above that
        door.kill()
    gone, left = psutil.wait_procs([chromium, *host[:1]], timeout=20)
    assert (len(gone), left) == (2, [])
