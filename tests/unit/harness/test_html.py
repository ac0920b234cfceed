"""Pages are read as browsers read them: forms, controls, links, refresh."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authproof.client import UserAgent, WsgiClient
from authproof.client.agent import CrossSite
from authproof.exchange import Exchange, Request, Response
from authproof.site import read_page
from authproof.site.candidates import recipe_for
from authproof.site.html import forms_with
from authproof.site.steps import FormGone, filled, find_form, submit
from tests.unit.harness.support import answered, forms, page

NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    min_size=1,
    max_size=5,
    unique=True,
)
MARKUP = [
    "<",
    ">",
    "/",
    "form",
    "input",
    "a",
    "href",
    "=",
    '"',
    "'",
    "name",
    "meta",
    "http-equiv",
    "refresh",
    "base",
    "[",
]
KINDS = st.sampled_from(["text", "email", "password", "hidden", "checkbox", "tel"])


@given(st.text() | st.lists(st.sampled_from(MARKUP)).map(" ".join))
@example("<form id=a><input form=a name=x><form><select name=y><option>")
@example("<base href='//['><a href=x><form action=y><meta http-equiv=refresh content=0;url=//[>")
def test_any_text_is_a_page(text):
    """No page raises, however broken."""
    assert read_page(page(text)).links is not None


@given(st.binary(), st.sampled_from(["text/html", "text/html; charset=utf-7", "application/xhtml+xml", ""]))
def test_any_bytes_are_a_page(body, kind):
    """Nor does a body that is no text."""
    assert read_page(answered(("Content-Type", kind), body=body)).forms is not None


@given(NAMES, st.data())
def test_a_generated_form_is_read_as_it_was_written(names, data):
    """Every control comes back with its name, its kind and its value, in its order."""
    written = [
        (name, data.draw(KINDS), data.draw(st.sampled_from(["", "7", "a b", '<&">']))) for name in names
    ]
    controls = "".join(
        f'<p><input name="{escape(n)}" type="{k}" value="{escape(v)}"></p>' for n, k, v in written
    )
    (form,) = forms(f"<main><form method=POST action=/go>{controls}<button>Go</button></form></main>")
    assert [(one.name, one.kind, one.value) for one in form.fields] == written
    assert (form.method, form.action) == ("post", "http://localhost/go")


@given(NAMES)
def test_the_order_of_the_controls_does_not_change_the_shape(names):
    """A form is known again by its names, hidden ones left out."""
    controls = [f"<input name='{escape(one)}'>" for one in names]
    both = [
        f"<form>{''.join(order)}<input type=hidden name=token></form>" for order in (controls, controls[::-1])
    ]
    assert len({forms(one)[0].shape for one in both}) == 1


def test_a_control_outside_belongs_to_the_form_that_it_names():
    """`form=` ties a control to a form anywhere on the page, and a button's `formaction` wins."""
    (form,) = forms(
        "<form id=f method=post></form><input name=a form=f><button form=f formaction=/in name=b value=1>Go</button>"
    )
    assert ([one.name for one in form.fields], form.action, form.buttons) == (
        ["a"],
        "http://localhost/in",
        (("b", "1"),),
    )


@pytest.mark.parametrize(
    ("html", "action"),
    [
        ("<form>", "http://localhost/login?next=/x"),
        ("<form action=''>", "http://localhost/login?next=/x"),
        ("<form action='?a=1'>", "http://localhost/login?a=1"),
        ("<form action='http://['>", "http://localhost/login?next=/x"),
        ("<base href=/app/><form action=in>", "http://localhost/app/in"),
    ],
)
def test_a_form_without_an_address_posts_to_its_page(html, action):
    """An empty action means the page itself, query and all; `base` counts for the rest."""
    (form,) = read_page(page(html, "http://localhost/login?next=/x")).forms
    assert form.action == action


def test_disabled_and_nameless_controls_are_not_sent():
    """Nor are files and mere buttons."""
    (form,) = forms(
        "<form><input><input name=a disabled><input type=file name=b><input type=reset name=c><input name=d></form>"
    )
    assert [one.name for one in form.fields] == ["d"]


def test_a_select_has_its_options_and_what_is_chosen():
    """Values, or the words where an option has none."""
    (form,) = forms(
        "<form><select name=c><option value=''>-<option value=nl>N<option selected>pt</select>"
        "<textarea name=t>hi</textarea></form>"
    )
    assert [(one.kind, one.value, one.options) for one in form.fields] == [
        ("select", "pt", ("", "nl", "pt")),
        ("textarea", "hi", ()),
    ]


def test_links_are_absolute():
    """Each with its words, without its fragment; what is no URL is left out."""
    html = "<a href=a>one</a><a href='/b#c'>two</a><a href='//['>k</a><a href='javascript:x()'>j</a>"
    assert [(one.url, one.hint) for one in read_page(page(html)).links] == [
        ("http://localhost/a", "a one"), ("http://localhost/b", "/b#c two"), ("javascript:x()", "javascript:x() j"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "target"),
    [
        *(
            ("0; url=/x", "/x"),
            ("0;URL='/x?a=b'", "/x?a=b"),
            ("0, /x", "/x"),
            ("0.5 u", "/u"),
            ("0 url = /x", "/x"),
        ),
        *(("5", None), ("0;url=", None), ("", None), ("x;url=/x", None), (".5;/x", None), ("0url=/x", None)),
    ],
)
def test_a_meta_refresh_leads_on(content, target):
    """With `url=` or without, as the HTML standard reads it."""
    leads = read_page(page(f'<META HTTP-EQUIV=Refresh CONTENT="{content}">')).refresh
    assert leads == (target and f"http://localhost{target}")


def test_a_meta_refresh_starts_from_the_base_of_its_page():
    """A page that says where its addresses begin says so for this one too."""
    html = '<base href="//evil.test/"><meta http-equiv=refresh content="0;url=x">'
    assert read_page(page(html)).refresh == "http://evil.test/x"


def test_what_is_no_page_has_nothing_to_use():
    """JSON that quotes a form has none."""
    exchange = answered(("Content-Type", "application/json"), body=b"<form><input name=a></form>")
    assert read_page(exchange).forms == ()


def test_a_page_without_a_type_is_read_as_html():
    """Browsers sniff; a missing header hides no form."""
    assert (
        read_page(Exchange(Request("GET", "http://localhost/"), Response(200, (), b"<title>T</title>"))).title
        == "T"
    )


def test_a_bare_form_is_a_button():
    """Only hidden fields: nothing to fill in."""
    assert [
        one.is_bare
        for one in forms(
            "<form><input type=hidden name=t><button>Out</button></form><form><input name=q></form>"
        )
    ] == [True, False]


def test_forms_are_counted_by_their_passwords():
    """Two for a registration that asks twice."""
    both = forms(
        "<form><input type=password name=a></form><form><input type=password name=a><input type=password name=b></form>"
    )
    assert forms_with(both, passwords=2) == [both[1]]


def test_only_ticked_boxes_are_sent():
    """As in a browser: given values first, else what the page had, unticked boxes left out, the button's pair last."""
    (form,) = forms(
        "<form><input name=u value=old><input type=hidden name=t value=9><input type=checkbox name=a>"
        "<input type=checkbox name=b value=yes checked>"
        "<input type=radio name=r value=1><input type=radio name=r value=2 checked><button name=go value=in></form>"
    )
    assert filled(form, {"u": "new"}) == [("u", "new"), ("t", "9"), ("b", "yes"), ("r", "2"), ("go", "in")]
    assert ("a", "on") in filled(form, {"a": "on"})
    assert dict(filled(form, {"t": None})).get("t") is None


def test_a_form_is_found_again_by_shape_and_action():
    """Of two alike the one with the same address; a page without it says so."""
    html = "<form action=/a><input name=x></form><form action=/b><input name=x></form>"
    second = forms(html)[1]
    assert find_form(page(html), recipe_for(second)) == second
    with pytest.raises(FormGone, match="no such form on /login"):
        find_form(page("<p>Slow down.</p>"), recipe_for(second))


@pytest.mark.parametrize(
    ("content", "at_once"),
    [("0; url=/x", True), ("5;url=/x", True), ("900; url=/logout", False), ("30", False)],
)
def test_a_refresh_within_a_glance_is_a_redirect(content, at_once):
    """One after a quarter of an hour ends a session, one without an address shows news."""
    assert read_page(page(f'<meta http-equiv=refresh content="{content}">')).sends_on is at_once


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("<form><input name=a><div hidden><input name=b></div></form>", ["a"]),
        ("<form><input name=a><p style='display : none'><input name=b></p></form>", ["a"]),
        ("<form><input name=a><input name=b aria-hidden=true></form>", ["a"]),
        ("<dialog hidden><form><input name=a></form></dialog>", ["a"]),
    ],
)
def test_what_nobody_sees_is_left_to_machines(html, typed):
    """A field that is hidden within its form is a trap; a form in a closed dialog is opened by a button."""
    (form,) = forms(html)
    assert [field.name for field in form.texts] == typed


def test_the_token_of_a_meta_element_goes_with_every_form():
    """Scripts send it in a header; another site's forms cannot."""
    html = "<meta name=csrf-token content=abc><form method=post><input name=a></form>"
    agent = UserAgent(WsgiClient(lambda _environ, start: start("204 Nothing", []) or []), "http://localhost")
    for site in (CrossSite.NO, CrossSite.YES):
        submit(agent, forms(html)[0], [("a", "1")], site=site)
    assert [one.request.header("X-CSRFToken") for one in agent.history] == ["abc", ""]
