"""Pages for people who are signed in are known by what strangers read on them."""

import functools
from dataclasses import replace

import pytest
from werkzeug.routing import Map, Rule

from authproof.exchange import CodeLocation, Exchange, Request, Response
from authproof.probes.guards import _wraps
from authproof.probes.strangers import Pair, hole, lines, names_shown, offered_to_strangers, same_page
from authproof.probes.ways import filled_rules
from authproof.site import Account

ANNA = Account("annabella", "annabella@example.com", "x")


def page(body, status=200, path="/me"):
    """A page of the site."""
    return Exchange(
        Request("GET", f"http://localhost{path}"),
        Response(status, (("Content-Type", "text/html"),), body.encode()),
    )


def pair(inside, outside, status=200, path="/me"):
    """One page from both sides."""
    return Pair(path, page(inside, path=path), page(outside, status, path))


def test_marks_on_words_do_not_split_a_line():
    """Blocks do, and scripts are not seen."""
    assert lines(page("<h1>Hello, <b>Anna</b>!</h1><script>x</script><p>a &amp; b</p>")) == (
        "Hello, Anna!",
        "a & b",
    )


@pytest.mark.parametrize("nobody", ["", "None"])
def test_a_line_with_a_hole_was_made_for_a_user(nobody):
    """The template ran without one."""
    assert hole(pair("<p>Hello, annabella!</p>", f"<p>Hello, {nobody}!</p>"), ANNA, ())


@pytest.mark.parametrize("public", ["<p>Hello, stranger!</p>", "<p>Please log in</p>", ""])
def test_a_page_of_its_own_for_strangers_has_no_hole(public):
    """It was made for them."""
    assert hole(pair("<p>Hello, annabella!</p>", public), ANNA, ()) is None


def test_a_hole_in_the_layout_is_no_hole():
    """The login page has it too."""
    assert hole(pair("<p>Hello, annabella!</p>", "<p>Hello, !</p>"), ANNA, ["Hello, !"]) is None


def test_a_refusal_has_no_hole():
    """Whatever its body says."""
    assert hole(pair("<p>Hello, annabella!</p>", "<p>Hello, !</p>", 403), ANNA, ()) is None


def test_names_that_the_stranger_typed_are_not_told():
    """A public profile by name is no secret, an address on it is."""
    body = "annabella annabella@example.com"
    assert names_shown(pair("", body, path="/u/annabella"), ANNA) == ("mail address",)
    assert names_shown(pair("", body, path="/u/1"), ANNA) == ("mail address", "user name")
    assert names_shown(pair("", body, 404), ANNA) == ()


def test_most_of_a_page_about_the_user_is_that_page():
    """What every page shows is left out."""
    inside = "<nav>Menu</nav><h1>Your account</h1><td>Address</td><td>annabella@example.com</td>"
    outside = "<nav>Menu</nav><h1>Your account</h1><td>Address</td><td></td>"
    assert same_page(pair(inside, outside), ANNA, {"Menu"})
    assert not same_page(pair(inside, "<nav>Menu</nav><h1>Please log in</h1>"), ANNA, {"Menu"})
    assert not same_page(pair("<h1>News</h1>", "<h1>News</h1>"), ANNA, set())


def test_rules_are_filled_with_what_fits():
    """A number where a number is wanted."""

    class App:
        url_map = Map(
            [Rule("/u/<int:number>", endpoint="u"), Rule("/p/<name>", endpoint="p"), Rule("/", endpoint="x")]
        )

    App.url_map.update()
    assert list(filled_rules(App(), ["anna"], [7])) == ["/u/7", "/p/7", "/p/anna"]
    assert list(filled_rules(object(), ["anna"], [7])) == []


def test_a_guard_is_known_by_what_it_holds():
    """Also behind another decorator, and not where it holds something else."""

    def guard(view):
        @functools.wraps(view)
        def inner():
            return view()

        return inner

    def view():
        return "page"

    assert _wraps(guard(guard(view)), view)
    assert not _wraps(guard(print), view)


def test_a_line_that_says_the_same_to_a_stranger_but_for_the_name_was_made_for_a_user():
    """All that the page says stands in one line, and only the name is another one."""
    report = "<p>Sales of the quarter: seventeen million, three open cases, twelve on leave. For {}</p>"
    assert same_page(pair(report.format("annabella"), report.format("nobody")), ANNA, ())


def test_a_short_greeting_is_no_page_about_a_user():
    """Strangers are greeted too."""
    assert not same_page(pair("<p>Welcome, annabella!</p>", "<p>Welcome, guest!</p>"), ANNA, ())


def seen_by(view, path):
    """A page from both sides that this view answers."""
    one = pair("inside", "outside", path=path)
    return replace(one, outside=replace(one.outside, view=view))


def test_what_the_site_leads_strangers_to_is_offered_with_all_that_its_view_answers():
    """A member's page is not, though a stranger gets it."""
    wiki, members = CodeLocation("wiki.py", 1), CodeLocation("wiki.py", 9)
    pairs = [seen_by(wiki, "/Home/rename"), seen_by(wiki, "/14/rename"), seen_by(members, "/members")]
    assert offered_to_strangers(pairs, ["/Home/rename"]) == ["/Home/rename", "/14/rename"]


def test_pages_of_unknown_views_are_offered_one_by_one():
    """Where no code is known, nothing is known of the others."""
    pairs = [seen_by(None, "/a"), seen_by(None, "/b")]
    assert offered_to_strangers(pairs, ["/a"]) == ["/a"]
