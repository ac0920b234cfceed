"""A person at a real browser does what a person in process does, and keeps the same cookies."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
import time_machine

from authproof.client.browser_host import BrowserAccess, hosted
from authproof.client.jar import CookieJar, parse_set_cookie
from authproof.findings import NotApplicable
from authproof.site.steps import FormGone
from tests.unit.harness.support import ALICE, scene_at

BASE = "http://localhost/"
LINES = (
    "plain=1",
    "__Host-full=a.b|c; Secure; HttpOnly; Path=/; SameSite=Lax",
    "strict=1; SameSite=Strict; Path=/deep",
    "lasting=1; Max-Age=86400; SameSite=None; Secure",
    "wide=1; Domain=localhost",
)


@pytest.fixture(scope="module")
def host():
    """What starts one Chromium for all these tests."""
    with hosted(80) as host:
        yield host


@pytest.fixture
def play(host):
    """Play a story at that Chromium; in a thread, for other tests have a driver of Playwright in theirs."""

    def played(story):
        with scene_at(body="chromium", browser=BrowserAccess(host)) as scene:
            return story(scene)

    with ThreadPoolExecutor(1) as pool:
        yield lambda story: pool.submit(played, story).result()


def facts(jar):
    """What a jar holds, but for the moment in which it was filled."""
    return sorted(
        (one.name, one.value, one.host, one.path, one.host_only, one.secure, one.http_only, one.same_site)
        for one in jar
    )


def shown(visitor, path="/deep/show"):
    """The cookies that the server got, as its page shows them."""
    return sorted(unquote(visitor.visit(path).response.text).split("; "))


def test_the_verbs_end_as_they_do_in_process(play):
    """Logging in, looking, the thief with a copied cookie, the wrong password."""

    def story(scene):
        alice = scene.visitor()
        ends = [alice.try_log_in(), scene.visitor(alice.cookies.copy()).is_logged_in()]
        return [*ends, scene.visitor().try_log_in(ALICE.with_password("wrong"))]

    assert play(story) == [True, True, False]


def test_the_history_is_what_the_server_saw(play):
    """The pages that were opened and sent, and no icon or style."""

    def story(scene):
        alice = scene.visitor()
        alice.log_in()
        return [(one.request.method, one.request.url, one.response.status) for one in alice.history]

    login = f"{BASE}login"
    assert play(story) == [("GET", login, 200), ("POST", login, 302), ("GET", BASE, 200)]


def test_the_browsers_cookies_read_as_those_in_process(play):
    """Name, value, scope and flags of each line, as the jar of our own has them."""

    def story(scene):
        visitor = scene.visitor()
        for line in LINES:
            visitor.visit(f"/set?{line}")
        return facts(visitor.cookies)

    assert play(story) == facts(CookieJar(parse_set_cookie(line, BASE) for line in LINES))


def test_planted_cookies_are_sent_as_in_process(play):
    """A thief's browser sends what was copied, cookies with a prefix and those for one path among them."""
    jar = CookieJar(parse_set_cookie(line, BASE) for line in LINES)
    in_process = sorted(jar.header(f"{BASE}deep/show").split("; "))
    assert play(lambda scene: shown(scene.visitor(jar.copy()))) == in_process


def test_a_restart_keeps_what_has_a_date(play):
    """Session cookies end with the browser."""

    def story(scene):
        visitor = scene.visitor(CookieJar(parse_set_cookie(line, BASE) for line in LINES))
        visitor.restart_browser()
        return shown(visitor)

    assert play(story) == ["lasting=1"]


def test_a_cookie_ends_by_the_clock_that_the_check_moves(play):
    """Chromium's own clock stands still while a check lets days go by."""

    def story(scene):
        visitor = scene.visitor()
        visitor.visit("/set?short=1;Max-Age=3600")
        visitor.visit("/set?long=1;Max-Age=86400")
        with time_machine.travel(time.time() + 7200, tick=True):
            return shown(visitor, "/show")

    assert play(story) == ["long=1"]


def test_a_login_without_its_form_is_told_as_in_process(play):
    """Where the page has no such form, nothing was typed."""

    def story(scene):
        with pytest.raises(FormGone):
            scene.visitor().log_in(query="gone")
        with pytest.raises(NotApplicable, match="more than a browser's hands"):
            scene.visitor().login_form()
        return True

    assert play(story)
