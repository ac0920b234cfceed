"""A small web of a few names on this machine, and what a real Chromium asks of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Error, Page
from werkzeug.serving import WSGIRequestHandler, make_server

PATIENCE = 10_000  # milliseconds: pages come in a tenth of a second, but CI may be busy
# Chromium reaches them on any port; every other name and address does not exist, so nothing leaves this machine.
NAMES = ("127.0.0.1", "localhost", "*.localhost", "x.test", "*.x.test", "x.co.uk", "*.x.co.uk", "y.test")
ALWAYS = (("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"))


@dataclass(frozen=True)
class Answer:
    """What is sent back: header values are the latin-1 text of their octets, as in PEP 3333."""

    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    status: str = "200 OK"


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    url: str
    cookies: str


class Web:
    """The WSGI app behind all names: `answers` by path, an empty page for every other; `asked` is what came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.port = 0

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        url = f"http://{environ['HTTP_HOST']}{environ['REQUEST_URI']}"
        self.asked.append(Asked(environ["REQUEST_METHOD"], url, environ.get("HTTP_COOKIE", "")))
        answer = self.answers.get(path, Answer())
        start_response(answer.status, [*ALWAYS, *answer.headers])
        return [answer.body.encode()]

    @contextmanager
    def served(self) -> Iterator[None]:
        """Answer on a port of 127.0.0.1."""
        server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=_Quiet)
        self.port = server.server_port
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        yield
        server.shutdown()
        serving.join()
        server.server_close()

    @property
    def walls(self) -> tuple[str, ...]:
        """Flags for a Chromium in which this web is all there is."""
        rules = [*(f"MAP {name} 127.0.0.1:{self.port}" for name in NAMES), "MAP * ~NOTFOUND"]
        return (f"--host-resolver-rules={' , '.join(rules)}", "--no-proxy-server")


class _Quiet(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Write nothing: hundreds of requests are no news."""


@contextmanager
def person(chrome: Browser) -> Iterator[Page]:
    """A page of somebody who has never been anywhere.

    Each in a context of its own: a page in which a redirect has failed disturbs the next address that is opened in it.
    """
    with chrome.new_context() as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def goes_to(chrome: Browser, url: str) -> str | None:
    """The last address that Chromium asks for when a Location sends it on from this one; None where it stays.

    Seen before a packet leaves, so also where nobody answers.
    """
    asked: list[str] = []
    with person(chrome) as page:
        page.on("request", lambda one: asked.append(one.url) if one.is_navigation_request() else None)
        _open(page, url)
    return asked[-1] if len(asked) > 1 else None


def sent_on(chrome: Browser, url: str) -> str:
    """The address that Chromium asks for when the page itself sends it on, which it must do."""
    with (
        person(chrome) as page,
        page.expect_event("request", lambda one: one.is_navigation_request() and one.url != url) as onward,
    ):
        _open(page, url)
    return onward.value.url


def _open(page: Page, url: str) -> None:
    try:
        page.goto(url)
    except Error as error:
        if "net::ERR_" not in str(error) and "interrupted by another" not in str(error):
            raise
