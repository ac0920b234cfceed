"""The user agent behaves as a browser: it follows what stays, keeps cookies, and says who began a navigation."""

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.client import CrossSite, UserAgent, WsgiClient
from authproof.exchange import Request


def echo(environ, start_response):
    """Answer with what was asked; /to?URL redirects there, /set?LINE sets a cookie."""
    query, headers = environ["QUERY_STRING"], [("Content-Type", "application/json")]
    status = "200 OK"
    if environ["PATH_INFO"].startswith("/to"):
        status, headers = f"{environ['PATH_INFO'][3:] or '302'} Go", [*headers, ("Location", query)]
    if environ["PATH_INFO"] == "/set":
        headers.append(("Set-Cookie", query))
    start_response(status, headers)
    seen = {key: value for key, value in environ.items() if key.startswith("HTTP_") or key.isupper()}
    return [json.dumps(seen | {"body": environ["wsgi.input"].read().decode("latin-1")}).encode()]


@pytest.fixture
def agent():
    return UserAgent(WsgiClient(echo), "http://localhost")


def seen(exchange):
    return json.loads(exchange.response.text)


def test_a_redirect_is_followed_with_get(agent):
    """After a 302 the browser asks for the new page without the body."""
    last = agent.post("/to?/next", {"a": "1"})
    assert (last.request.method, last.request.path, last.request.body) == ("GET", "/next", b"")
    assert [one.request.path for one in agent.history] == ["/to?/next", "/next"]


@pytest.mark.parametrize("status", [307, 308])
def test_307_and_308_repeat_method_and_body(agent, status):
    """These two statuses send the form again (Fetch standard)."""
    last = agent.post(f"/to{status}?/next", {"a": "1"})
    assert (last.request.method, last.request.body) == ("POST", b"a=1")
    assert last.request.header("Content-Type") == "application/x-www-form-urlencoded"


@pytest.mark.parametrize("location", ["//evil.test/", "https:evil.test", "\\\\evil.test", "/\t/evil.test"])
def test_a_redirect_off_the_site_is_not_followed(agent, location):
    """The browser stops at the last page of the site: nothing is sent to another host."""
    last = agent.get(f"/to?{location}")
    assert (last.response.status, len(agent.history)) == (302, 1)


def test_a_loop_of_redirects_ends(agent):
    """After so many hops the browser gives up."""
    assert agent.get("/to?/to?/to").response.status in {200, 302}
    assert len(UserAgent(WsgiClient(loop), "http://localhost").get("/").response.headers) == 1


def loop(environ, start_response):
    start_response("302 Found", [("Location", "/")])
    return []


def test_redirects_can_be_looked_at_one_by_one(agent):
    """Without `follow` the redirect itself is the answer."""
    assert agent.get("/to?/next", follow=False).response.header("Location") == "/next"


def test_cookies_are_learned_and_sent_back(agent):
    """What one page sets, the next page gets."""
    agent.get("/set?sid=1")
    assert seen(agent.get("/"))["HTTP_COOKIE"] == "sid=1"


def test_a_strict_cookie_stays_home_on_a_cross_site_visit(agent):
    """A link on another site does not carry SameSite=Strict, and the request says where it came from."""
    agent.get("/set?sid=1;SameSite=Strict")
    request = seen(agent.get("/", site=CrossSite.YES))
    assert "HTTP_COOKIE" not in request
    assert (request["HTTP_SEC_FETCH_SITE"], request["HTTP_REFERER"]) == ("cross-site", "https://evil.test/")


def test_a_post_tells_its_origin_and_a_get_does_not(agent):
    """Browsers add Origin to everything but GET and HEAD."""
    assert seen(agent.post("/", {}))["HTTP_ORIGIN"] == "http://localhost"
    assert seen(agent.post("/", {}, site=CrossSite.YES))["HTTP_ORIGIN"] == "https://evil.test"
    assert "HTTP_ORIGIN" not in seen(agent.get("/"))


def test_a_given_header_replaces_the_browsers_own(agent):
    """A check may say that it is somebody else."""
    request = seen(agent.get("/", headers=(("user-agent", "curl"), ("Cookie", "mine=1"))))
    assert (request["HTTP_USER_AGENT"], request["HTTP_COOKIE"]) == ("curl", "mine=1")


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_a_form_arrives_as_it_was_filled_in(pairs):
    """Names, values, their order and repeats survive the encoding, lone surrogates as raw bytes."""
    body = seen(UserAgent(WsgiClient(echo), "http://localhost").post("/", pairs))["body"]
    expected = [tuple(part.encode("utf-8", "surrogatepass") for part in pair) for pair in pairs]
    assert parse_qsl(body, keep_blank_values=True, encoding="latin-1") == [
        tuple(part.decode("latin-1") for part in pair) for pair in expected
    ]


def test_a_path_becomes_a_url_of_the_site(agent):
    """Whole URLs stay as they are, and nothing is normalised."""
    assert agent.absolute("//x/../y") == "http://localhost//x/../y"
    assert agent.absolute("https://localhost/a") == "https://localhost/a"


def test_a_request_comes_from_the_browsers_address():
    """The address that was given is the one that the app sees."""
    agent = UserAgent(WsgiClient(echo), "http://localhost", address="192.0.2.9")
    assert seen(agent.send(Request("GET", "http://localhost/")))["REMOTE_ADDR"] == "192.0.2.9"
