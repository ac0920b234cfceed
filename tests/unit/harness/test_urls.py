"""Where a URL leads is decided by the URL standard; what Chromium did with these is known."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authproof.client import leaves_site, same_site_path, where_leads
from authproof.client.urls import origin, refresh

T = "http://127.0.0.1:8061/login"
HOST = "127.0.0.1:8061"

# What Chromium left the site for, when a Location header of http://127.0.0.1:8061 said so.
OFF = [
    "http://evil.test/",
    "https://evil.test/",
    "HTTP://evil.test/",
    "//evil.test/",
    "///evil.test/",
    "////evil.test/",
    "/////evil.test/",
    "/\\evil.test/",
    "\\/evil.test/",
    "\\\\evil.test/",
    "\\/\\/evil.test/",
    "/\\/evil.test/",
    "https:evil.test",
    "https:/evil.test/",
    "http:///evil.test/",
    "https:///evil.test/",
    "http:\\\\evil.test/",
    "http:/\\evil.test/",
    "ftp://evil.test/",
    "http://127.0.0.1:8061@evil.test/",
    "//127.0.0.1:8061@evil.test/",
    "http://x:127.0.0.1:8061@evil.test/",
    "http://127.0.0.1.evil.test/",
    "http://evil.test/127.0.0.1:8061",
    "http://evil.test?127.0.0.1:8061",
    "http://evil.test/#127.0.0.1:8061",
    "http://evil.test#@127.0.0.1:8061/",
    "http://evil.test?@127.0.0.1:8061/",
    "http://evil.test\\@127.0.0.1:8061/",
    "http://evil.test\\.127.0.0.1:8061/",
    "//evil。test/",
    "//evil．test/",
    "//ｅｖｉｌ.test/",
    "//ev\xadil.test/",
    "//evil.test:/",
    "//evil.test./",
    "/\t/evil.test/",
    "/\n/evil.test/",
    "/\r/evil.test/",
    "ht\ttp://evil.test/",
    *(f"{blank}{url}" for blank in "\t \x01\x1f\x00" for url in ("//evil.test/", "http://evil.test/")),
]
# What stayed on the site: a finding here would be a false alarm.
ON = [
    "http:evil.test",
    "http:/evil.test/",
    "/x//evil.test/",
    "/.//evil.test/",
    "/..//evil.test/",
    "/;//evil.test/",
    "/%2fevil.test/",
    "%2f%2fevil.test/",
    "/%5cevil.test/",
    "/%09/evil.test/",
    ".//evil.test/",
    "evil.test",
    "@evil.test",
    "/／evil.test/",
    "\u00a0//evil.test/",
    f"http://{HOST}/",
    "",
    "/",
    "?",
    "#",
    "/login?next=//evil.test",
    f"https://{HOST}/login",
]
# What no browser can follow, and so leads nowhere.
NOWHERE = [
    "http://evil.test／.127.0.0.1/",
    "http://evil.test℀.127.0.0.1/",
    "//[evil.test/",
    "http://[::1.evil.test/",
    "//evil.test:99999/",
    "http://evil.test%2f@/",
    "http://",
]
BLOCKED = [
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    f"javascript://{HOST}/%0aalert(1)",
    "data:text/html,x",
    "mailto:a@evil.test",
]
PIECES = st.lists(
    st.sampled_from(
        [
            "/",
            "\\",
            "\t",
            "\n",
            " ",
            "@",
            ":",
            "?",
            "#",
            ".",
            "http:",
            "https:",
            "evil.test",
            HOST,
            "%2f",
            "[",
            "x",
        ]
    ),
    max_size=8,
).map("".join)


@pytest.mark.parametrize("location", OFF)
def test_what_chromium_followed_off_the_site_leaves_it(location):
    """Each of these took a real browser to another host."""
    assert leaves_site(location, T)


@pytest.mark.parametrize("location", ON)
def test_what_stayed_in_chromium_stays(location):
    """None of these took a real browser away, so none is an escape."""
    assert not leaves_site(location, T)


@pytest.mark.parametrize("location", NOWHERE)
def test_an_invalid_reference_leads_nowhere(location):
    """A browser does not navigate to what it cannot parse."""
    assert where_leads(location, T) is None
    assert not leaves_site(location, T)


@pytest.mark.parametrize("location", BLOCKED)
def test_a_scheme_that_no_redirect_follows_is_no_escape(location):
    """Browsers refuse javascript: and data: in a Location header."""
    assert not leaves_site(location, T)


@pytest.mark.parametrize("location", [f"https://{HOST}/", "https://127.0.0.1/"])
def test_an_upgrade_to_https_of_the_same_host_is_no_escape(location):
    """Sites send their visitors from http to https."""
    assert not leaves_site(location, T)


def test_another_port_of_the_same_scheme_is_another_site():
    """Somebody else may serve there."""
    assert leaves_site("http://127.0.0.1:9/", T)


@given(st.text("0123.;, \turlURL='\"/x") | st.text())
@example("0;url=" + "'" * 3)
@example("9" * 400)
def test_any_refresh_is_read_or_ignored(text):
    """Hostile text never raises, and is no target of no letters."""
    after, target = refresh(text)
    assert after >= 0
    assert target != ""


@given(PIECES | st.text())
@example("//evil.test\ud800")
def test_a_verdict_holds_for_the_normalised_url_too(location):
    """Asked about where a reference leads, the oracle says what it said about the reference."""
    arrived = where_leads(location, T)
    assert arrived is None or leaves_site(arrived, T) == leaves_site(location, T)


@given(PIECES)
def test_blanks_around_a_reference_change_nothing(location):
    """Leading and trailing controls, and tabs and newlines inside, are stripped by the standard."""
    assert leaves_site(f"\t\x01 {location}\r\n ", T) == leaves_site(location, T)


@given(PIECES | st.text())
def test_what_stays_has_the_sites_own_host(location):
    """A reference that does not leave is invalid, not navigable, or arrives on the host that it started from."""
    arrived = where_leads(location, T) or ""
    own = origin(arrived) in {f"http://{HOST}", f"https://{HOST}", "https://127.0.0.1"}
    assert leaves_site(location, T) or own or not arrived.startswith(("http:", "https:", "ftp:"))


@given(st.text())
def test_an_origin_is_none_for_what_is_no_url(text):
    """A path alone has no origin, and no text raises."""
    assert origin(f"/{text}") is None


@pytest.mark.parametrize(
    ("url", "path"),
    [("http://a/b?c=//d", "/b?c=//d"), ("http://a", "/"), ("http://a/b#c", "/b"), ("http://a/?", "/")],
)
def test_a_page_is_named_by_path_and_query(url, path):
    """As a person would name it."""
    assert same_site_path(url) == path


@given(PIECES | st.text(min_size=1))
@example("//[x")
def test_any_reference_names_a_page(url):
    """What a site writes into its links never raises."""
    assert same_site_path(url)
