"""No link to the login leads off the site afterwards; the URL standard judges what the app emits."""

import html
import re
from secrets import token_hex
from urllib.parse import urlencode, urlsplit

import ada_url
import pytest
from hypothesis import HealthCheck, given, settings

from app import auth
from authproof.probes.redirects import grammar, one_of_each, payloads

SITE = "http://localhost"
LINK = re.compile(r"""(?:href|src|action|formaction)=["']([^"']*)""")
RELAXED = [HealthCheck.function_scoped_fixture]

# What the checks leave out, for there a crash, a script or a second hop is the harm: classes R7, R22, R24-R26, R28.
FURTHER = (
    *("/\n/evil.test/", "/\r/evil.test/", "/\r\n/evil.test/", "\0//evil.test/"),
    *("http://evil.test／.localhost/", "http://evil.test℀.localhost/", "//h／.evil.test/"),
    *("//[evil.test/", "http://[::1.evil.test/", "//evil.test:99999/", "http://localhost:80.evil.test/"),
    *("javascript:alert(1)", "java\tscript:alert(1)", "javascript://localhost/%0aalert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "blob:http://evil.test/1"),
    *("/x\r\nX-Injected: 1", "/x%0d%0aX-Injected: 1", "/x嘊嘍X-Injected: 1", "/x\nLocation: //evil.test/"),
    *("/login?next=//evil.test/", "/register?next=////evil.test/", "/logout?next=http://evil.test/"),
    *('"><script src="//evil.test/">', "\ud800//evil.test/", "//evil.test/\ud800"),
)
# R29: harmless to a browser, so what matters is that no rewriting of ours makes them harmful.
HARMLESS = (
    *("/x//evil.test/", "/.//evil.test/", "/..//evil.test/", "/;//evil.test/", "/%2f/evil.test/"),
    *("%2f%2fevil.test/", "/%5cevil.test/", "/%09/evil.test/", ".//evil.test/", "evil.test", "@evil.test"),
    *(
        "/／evil.test/",
        "\xa0//evil.test/",
        "http://evil.test%2f@localhost/",
        "http://evil.test%5c@localhost/",
    ),
)
TEMPLATES = payloads("http", "localhost")
TARGETS = (*(payload.text for payload in TEMPLATES), *FURTHER, *HARMLESS)
ONE_OF_EACH = (*(payload.text for payload in one_of_each(TEMPLATES)), *FURTHER[::4])


def log_in(alice, query):
    """By the right password at once."""
    stranger = alice.thief({})
    stranger.log_in(url=f"/login?{query}")
    return stranger


def already_in(alice, query):
    """By opening the pages for strangers when signed in."""
    alice = alice.thief()
    alice.get(f"/login?{query}")
    alice.get(f"/register?{query}")
    return alice


def wrong_then_right(alice, query):
    """By the right password after a wrong one, on the page that the failure shows."""
    stranger = alice.thief({})
    stranger.log_in(password="not the password", url=f"/login?{query}")
    stranger.log_in(url=f"/login?{query}")
    return stranger


def register(alice, query):
    """By a new account."""
    stranger = alice.thief({})
    name, word = token_hex(8), "violet harbour lamp 42"
    names = {"username": name, "email": f"{name}@example.com"}
    stranger.post(f"/register?{query}", **names, password=word, password2=word)
    return stranger


def log_out(alice, query):
    """By leaving: asked first, then in earnest."""
    leaver = alice.thief({})
    leaver.log_in()
    leaver.post(f"/logout?{query}")
    return leaver


STATES = (log_in, already_in, wrong_then_right, register)


def strays(person):
    """Every place to which the answers so far send or link, unless it is on this site."""
    follow(person)
    return [
        (answer.request.url, place)
        for answer in person.client.seen
        for place in (*headers_of(answer), *map(html.unescape, LINK.findall(answer.text)))
        if origin_of(place, answer.request.url) != SITE
    ]


def headers_of(answer):
    """Where the headers of an answer send."""
    refresh = answer.headers.get("Refresh", "").partition("url=")[2]
    return [place for place in (answer.location, refresh) if place]


def origin_of(place, base):
    """Whose site a browser would be on."""
    try:
        return ada_url.URL(place, base=base).origin
    except ValueError:
        return "invalid"


def follow(person, hops=3):
    """Go where the last answer sends, as a browser would, as long as it is here."""
    while (last := person.client.seen[-1]).location and hops:
        url = ada_url.URL(last.location, base=last.request.url)
        if url.origin != SITE:
            return
        person.get(url.pathname + url.search)
        hops -= 1


@pytest.fixture
def alice(remembered):
    """Somebody who has an account."""
    return remembered


def asking_for(target):
    """The query of a link to the login that asks to be sent on."""
    return urlencode({"next": target}, errors="surrogatepass")


@pytest.mark.parametrize("state", STATES)
def test_no_target_leads_off_the_site(alice, state):
    """Whatever `next` says, and however one comes through the login: pages, links and headers stay here."""
    found = {target: strays(state(alice, asking_for(target))) for target in TARGETS}
    assert {target: places for target, places in found.items() if places} == {}


def test_no_target_leads_off_the_site_at_logout(alice):
    """There is no `next` to follow there, and none is followed."""
    found = {target: strays(log_out(alice, asking_for(target))) for target in ONE_OF_EACH}
    assert {target: places for target, places in found.items() if places} == {}


@pytest.mark.parametrize("state", STATES)
def test_the_judge_sees_an_escape(alice, state, monkeypatch):
    """Without its guard the app is found guilty in the states in which it follows `next`."""
    monkeypatch.setattr(auth, "safe_next", lambda target: target)
    assert strays(state(alice, asking_for("////evil.test/")))


@settings(max_examples=40, suppress_health_check=RELAXED)
@given(target=grammar("http", "localhost"))
def test_no_text_of_the_grammar_leads_off_the_site(alice, target):
    """Targets that a parser may read as another host, in combinations that nobody wrote down."""
    assert strays(already_in(alice, asking_for(target))) == []


@settings(max_examples=15, suppress_health_check=RELAXED)
@given(target=grammar("http", "localhost"))
def test_no_text_of_the_grammar_leads_off_after_a_login(alice, target):
    """The same by way of a failed and a right password."""
    assert strays(wrong_then_right(alice, asking_for(target))) == []


@pytest.mark.parametrize(
    "target", ["https:evil.test", "https:/evil.test", "http:evil.test", "//localhost@evil.test"]
)
def test_no_target_leads_off_a_site_with_https(alice, target):
    """There the other scheme is http, and a target without slashes is read otherwise."""
    answer = alice.get(f"/login?{asking_for(target)}", base_url="https://localhost")
    assert origin_of(answer.location, "https://localhost/login") == "https://localhost"


@pytest.mark.parametrize(
    "query",
    [
        "next=/account&next=//evil.test/",
        "next=//evil.test/&next=/account",
        "next[]=//evil.test/",
        "next=&next=//evil.test/",
        "NEXT=//evil.test/&url=//evil.test/&redirect=//evil.test/&return_to=//evil.test/",
        "next=%252f%252fevil.test/",
    ],
)
def test_no_second_copy_of_the_target_leads_off_the_site(alice, query):
    """What is checked is what is followed, though the parameter stands there twice or under another name."""
    assert strays(wrong_then_right(alice, query)) == []
    assert strays(already_in(alice, query)) == []


def test_no_target_in_the_form_leads_off_the_site(alice):
    """A hidden field of the posted form is not believed either."""
    stranger = alice.thief({})
    stranger.post(
        "/login?next=/account", username="alice", password="violet harbour lamp 42", next="//evil.test/"
    )
    assert strays(stranger) == []


def test_no_referer_leads_off_the_site(alice):
    """Nobody is sent back to where a header says that they came from."""
    alice.client.environ_base["HTTP_REFERER"] = "http://evil.test/"
    alice.client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.test"
    alice.get("/login")
    alice.post("/logout")
    alice.log_in()
    assert strays(alice) == []


def test_no_header_is_smuggled_in(alice):
    """A line break in the target ends no header line."""
    for target in filter(re.compile("(?s).*\\n|.*0a|.*嘊").match, FURTHER):
        follow(person := wrong_then_right(alice, asking_for(target)))
        assert not [answer for answer in person.client.seen if "X-Injected" in answer.headers]


@pytest.mark.parametrize(
    "path", ["////evil.test/", "//evil.test/account", "/account//evil.test", "/\\evil.test/account"]
)
def test_no_path_becomes_a_target_off_the_site(alice, path):
    """What Flask-Login makes of a strange address of ours is a link back to us."""
    stranger = alice.thief({})
    stranger.client.get("/account", environ_overrides={"PATH_INFO": path, "RAW_URI": path})
    assert strays(stranger) == []


@pytest.mark.parametrize(
    "target", ["/account", "/account/password", "/?tab=2", "/dashboard?at=10:30&x=%C3%A9"]
)
@pytest.mark.parametrize("state", STATES)
def test_a_page_of_the_site_is_where_one_arrives(alice, state, target):
    """The way back works in every state, so that the promise is not kept by refusing all."""
    person = state(alice, asking_for(target))
    assert person.client.seen[-1].location == target


def test_a_stranger_arrives_at_the_page_first_asked_for(alice):
    """The whole way of a person: refused, logged in, there."""
    stranger = alice.thief({})
    refused = stranger.get("/account/password")
    assert urlsplit(refused.location).path == "/login"
    assert stranger.log_in(url=refused.location).location == "/account/password"


def test_a_newcomer_who_must_log_in_first_stays_on_the_site(roomy, alice):
    """Where registering does not sign in, the target goes through the login page, guarded there too."""
    roomy.config["REGISTER_SIGNS_IN"] = False
    found = [strays(register(alice, asking_for(target))) for target in ONE_OF_EACH]
    assert not any(found)
    assert register(alice, "next=/account").client.seen[-1].location == "/login?next=/account"
