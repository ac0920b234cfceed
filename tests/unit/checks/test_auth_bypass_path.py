"""An address may be written in many ways; what a stranger gets under one of them is judged by its content."""

from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.findings import Severity
from authproof.probes.refused import RefusedPage, breach, own_lines, target
from authproof.probes.respelled import spellings
from authproof.site import Account

ANNA = Account("annabella", "annabella@example.com", "x")
PUBLIC = ("/login", "/")
PATHS = st.lists(st.text("abcXYZ019._-%", min_size=1, max_size=6), min_size=1, max_size=3).map(
    lambda parts: "/" + "/".join(parts)
)


def answer(body="", status=200, method="GET", url="http://localhost/me", location=""):
    """An answer of the site."""
    headers = (("Content-Type", "text/html"), *([("Location", location)] if location else []))
    return Exchange(Request(method, url), Response(status, headers, body.encode()))


def closed(*own, holed=(), ran=("me",)):
    """A page of Anna's with these lines of its own."""
    return RefusedPage("/me", (ANNA.username, ANNA.email), own, holed, answer(), (), ran)


@given(PATHS)
def test_every_spelling_is_another_request(path):
    """None asks for the plain address without a word besides, and none is sent twice."""
    sent = [(one.address, one.headers) for one in spellings(path, PUBLIC)]
    assert len(sent) == len(set(sent))
    assert (path, ()) not in sent


@given(PATHS)
def test_every_spelling_stays_on_the_site(path):
    """Each begins with a slash, so that it is a path behind the site's own name."""
    assert all(one.address.startswith("/") for one in spellings(path, PUBLIC))


def test_the_known_families_are_all_there():
    """Those that the catalogue names."""
    asked = [one.address for one in spellings("/a/b", PUBLIC)]
    wanted = {
        "/A/B",
        "/a/b/",
        "//a/b",
        "/./a/b",
        "/x/../a/b",
        "/a/b;x",
        "/a%2fb",
        "/a/b%2e",
        "/a/b.",
        "/a\\b",
    }
    assert wanted <= set(asked)


def test_a_query_stays_at_the_end():
    """Only the path is spelt in another way."""
    assert "/A?tab=1" in [one.address for one in spellings("/a?tab=1", PUBLIC)]


def test_the_owners_name_opens_a_page():
    """Whatever the status says."""
    page, seen = closed(), answer("<p>annabella</p>", 404)
    assert breach(page, (seen,), (), refused=True) == ("opens", Severity.HIGH)


def test_a_name_that_was_asked_for_says_nothing():
    """A redirect repeats the address."""
    assert not closed().shown_in(answer("<p>annabella</p>", url="http://localhost/users/annabella"))


def test_one_short_line_in_common_says_nothing():
    """An error page may be titled as the page is."""
    assert not closed("Plot", "Beans").shown_in(answer("<h1>Plot</h1>"))


def test_half_of_the_lines_are_the_page():
    """Without a name, too."""
    assert closed("Beans", "Peas", "Corn").shown_in(answer("<p>Beans</p><p>Peas</p>"))


def test_a_hole_in_the_place_of_the_name_is_the_page():
    """The template ran without a user."""
    assert closed(holed=("Hello, !",)).shown_in(answer("<p>Hello, !</p>"))


def test_lines_of_public_pages_are_nobodys_own():
    """The layout stands everywhere."""
    page = answer("<p>Home</p><p>Your beans</p><p>Hello, annabella!</p>")
    assert own_lines(page, ["Home", "Hello, !"], ANNA)[0] == ("Your beans",)
    assert "Hello, !" not in own_lines(page, ["Home", "Hello, !"], ANNA)[1]


def test_a_redirect_has_a_target_path():
    """Without its query, and None for everything else."""
    assert target(answer(status=302, location="/login?next=/me")) == "/login"
    assert target(answer()) is None
