"""The cookie jar keeps RFC 6265bis, so that a verdict about a cookie is a verdict about browsers."""

import time
from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from authproof.client import CookieJar
from authproof.client.jar import parse_set_cookie
from tests.unit.harness.support import answered

HOME = "http://localhost/"
TOKEN = st.text(
    st.characters(codec="ascii", categories=["L", "N"], include_characters="!#$&'*+-.^_`|~"), min_size=1
)
VALUE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=';,"\\'), max_size=40
)


def jar_of(*lines, url=HOME):
    jar = CookieJar()
    jar.learn(answered(*(("Set-Cookie", line) for line in lines), url=url))
    return jar


@given(TOKEN.filter(lambda name: not name.lower().startswith("__")), VALUE)
def test_what_a_site_sets_goes_back_to_it(name, value):
    """Name and value travel unchanged from Set-Cookie to Cookie."""
    assert jar_of(f"{name}={value}; Path=/").header(HOME) == f"{name}={value}"


@given(
    st.text(), st.sampled_from(["", "a=b; ", "a=b; Max-Age=", "a=b; Expires=", "a=b; Domain=", "a=b; Path="])
)
def test_any_text_in_set_cookie_is_read_or_ignored(text, start):
    """Hostile Set-Cookie lines never raise, neither when they are learned nor when they are sent."""
    assert isinstance(jar_of(start + text).header(HOME), str)


@pytest.mark.parametrize("age", ["9" * 5000, "--5", "-", "1_0", "²", "1e3"])
def test_an_absurd_max_age_is_no_crash(age):
    """Thousands of digits, two signs or none of either: the cookie is there."""
    assert jar_of(f"sid=1; Max-Age={age}").get("sid") == "1"


@given(st.integers(max_value=0))
def test_a_max_age_of_zero_or_less_deletes(age):
    """A site signs out by an age that is over."""
    jar = jar_of("sid=1", f"sid=; Max-Age={age}")
    assert (len(jar), jar.header(HOME)) == (0, "")


@given(
    st.integers(min_value=1, max_value=10**1000).map("Max-Age={}".format)
    | st.dates(date(2090, 1, 1)).map("Expires={:%d %b %Y} 00:00:00".format)
)
def test_no_cookie_outlives_400_days(attribute):
    """However long an age is and however late a date, the browser caps it (RFC 6265bis, section 5.5)."""
    (cookie,) = jar_of(f"sid=1; {attribute}")
    assert time.time() - 5 <= cookie.expires <= time.time() + 400 * 86400 + 5


@pytest.mark.parametrize(
    "date",
    ["Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01-Jan-1970 00:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 -0000"],
)
def test_a_date_in_the_past_deletes(date):
    """Deletion works by Expires as well, in each form in which frameworks write dates."""
    assert len(jar_of("sid=1", f"sid=; Expires={date}")) == 0


def test_a_date_without_a_zone_is_utc():
    """A browser knows no local time in cookies."""
    with time_machine.travel(datetime(2097, 12, 31, tzinfo=UTC), tick=False):
        (cookie,) = jar_of("sid=1; Expires=Wed, 01 Jan 2098 00:00:00")
    assert cookie.expires == 4039372800


def test_two_digits_of_a_year_are_of_this_century_or_the_end_of_the_last():
    """70 is 1970 and over, 69 is to come (RFC 6265, section 5.1.1)."""
    jar = jar_of("a=1; Expires=Thu, 01-Jan-70 00:00:00 GMT", "b=1; Expires=Thu, 01-Jan-69 00:00:00 GMT")
    assert [one.name for one in jar] == ["b"]


def test_the_grace_for_young_cookies_ends():
    """After two minutes another site's form takes no cookie without SameSite along, though it was set again."""
    with time_machine.travel(0, tick=False) as clock:
        jar = jar_of("sid=1")
        clock.shift(100)
        jar.learn(answered(("Set-Cookie", "sid=1"), url=HOME))
        young = jar.header(HOME, cross_site=True, method="POST")
        clock.shift(21)
        assert (young, jar.header(HOME, cross_site=True, method="POST")) == ("sid=1", "")


def test_max_age_goes_before_expires():
    """Where both stand, the age decides (RFC 6265bis, section 5.7)."""
    assert len(jar_of("sid=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60")) == 1


def test_the_last_attribute_of_a_name_counts():
    """A repeated attribute replaces the earlier one."""
    assert [one.path for one in jar_of("a=1; Path=/x; Path=/y", url=HOME)] == ["/y"]


@given(st.lists(st.tuples(TOKEN, VALUE), max_size=4), st.lists(st.tuples(TOKEN, VALUE), max_size=4))
def test_a_copied_jar_is_independent(before, after):
    """What a browser learns after the theft does not reach the thief, and the other way round."""
    alice = jar_of(*(f"{name}={value}" for name, value in before))
    thief, stolen = alice.copy(), alice.header(HOME)
    alice.learn(answered(*(("Set-Cookie", f"{name}={value}x") for name, value in after)))
    assert thief.header(HOME) == stolen


def test_a_restart_of_the_browser_drops_session_cookies():
    """Only what has a date or an age is there again."""
    again = jar_of("sid=1", "remember=2; Max-Age=60").after_restart()
    assert [one.name for one in again] == ["remember"]


def test_a_jar_can_be_cut_down_to_names_or_without_them():
    """A thief takes one cookie, or all but one."""
    jar = jar_of("a=1", "b=2", "c=3")
    assert jar.only("b").header(HOME) == "b=2"
    assert {one.name for one in jar.without("b")} == {"a", "c"}


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("__Host-sid=1; Secure; Path=/", True),
        ("__Host-sid=1; Path=/", False),
        ("__Host-sid=1; Secure; Path=/app", False),
        ("__Host-sid=1; Secure; Path=/; Domain=localhost", False),
        ("__hOST-sid=1; Path=/", False),
        ("__Secure-sid=1; Secure", True),
        ("__Secure-sid=1", False),
        ("=__Host-sid", False),
        ("__Secure-", False),
        ("=a=1", False),
        ("a\x01b=1", False),
        ("; Secure", False),
    ],
)
def test_a_cookie_is_kept_only_if_its_prefix_holds(line, kept):
    """`__Host-` and `__Secure-` are promises that a browser enforces, whatever their case."""
    assert (parse_set_cookie(line, HOME) is not None) == kept


@pytest.mark.parametrize(
    ("attributes", "on_get", "on_post"),
    [
        ("; SameSite=Strict", False, False),
        ("; SameSite=Lax", True, False),
        ("; SameSite=None; Secure", True, True),
        ("; SameSite=None", False, False),
        ("", True, True),
        ("; SameSite=Sideways", True, True),
    ],
)
def test_same_site_decides_what_another_site_can_send(attributes, on_get, on_post):
    """From another site, Strict never travels, Lax with links, and a young cookie without the attribute always."""
    jar = jar_of("sid=1" + attributes)
    travels = [bool(jar.header(HOME, cross_site=True, method=method)) for method in ("GET", "POST")]
    assert travels == [on_get, on_post]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "app.localhost"])
def test_secure_cookies_travel_on_loopback(host):
    """Chromium trusts this machine, so a well-configured app is not locked out of its own login."""
    url = f"http://{host}/"
    assert jar_of("sid=1; Secure", url=url).header(url) == "sid=1"


def test_secure_cookies_stay_away_from_plain_http_elsewhere():
    """Over the network a Secure cookie goes by https alone."""
    jar = jar_of("sid=1; Secure", url="https://example.com/")
    assert (jar.header("https://example.com/"), jar.header("http://example.com/")) == ("sid=1", "")


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("a=1", False),
        ("a=1; Domain=example.com", True),
        ("a=1; Domain=.example.com", True),
        ("a=1; Domain=evil.test", False),
        ("a=1; Domain=com", False),
        ("a=1; Domain=..example.com", False),
    ],
)
def test_a_cookie_reaches_sub_domains_only_by_its_domain(line, there):
    """Without Domain a cookie is the host's own, and a foreign Domain is refused."""
    jar = jar_of(line, url="https://example.com/")
    assert bool(jar.header("https://www.example.com/")) == there


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/app", True), ("/app/", True), ("/app/x", True), ("/application", False), ("/", False)],
)
def test_a_path_matches_whole_segments(path, sent):
    """A cookie of /app is not for /application."""
    assert bool(jar_of("a=1; Path=/app").header(f"http://localhost{path}")) == sent


def test_the_longest_path_is_sent_first():
    """Order tells a server which of two cookies is nearer (RFC 6265bis, section 5.8.3)."""
    jar = jar_of("a=1; Path=/", "a=2; Path=/app")
    assert jar.header("http://localhost/app") == "a=2; a=1"


def test_a_cookie_replaces_only_its_equal():
    """Same name, host and path are one cookie; another path is another cookie."""
    assert sorted(one.value for one in jar_of("a=1; Path=/", "a=2; Path=/x", "a=3; Path=/")) == ["2", "3"]
