"""What a page loads from others."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.foreign import Kind, foreign_resources
from authproof.probes.requests_out import Asked

HASH = "sha384-" + "A" * 64


def loaded(body):
    """What this page loads, as pairs of kind and whether it is pinned."""
    page = Exchange(Request("GET", "https://www.app.test/login"), Response(200, (), body.encode()))
    return [(one.kind, one.pinned) for one in foreign_resources(page)]


@pytest.mark.parametrize(
    "body",
    [
        "<script src=/app.js></script>",
        "<script src=//www.app.test/a.js></script>",
        "<script src=https://static.www.app.test:8443/a.js></script>",
        "<script type=application/json src=https://cdn.test/a.json></script>",
        "<link rel=icon href=https://cdn.test/a.png><link rel=preconnect href=https://cdn.test>",
        "<script src='data:text/javascript,1'></script><iframe src=about:blank></iframe>",
        "<script src='https://[broken/'></script><a href=https://evil.test>x</a>",
    ],
)
def test_what_is_the_apps_own_or_no_code_is_left_out(body):
    """Hosts below the app's own are its own."""
    assert not loaded(body)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<script src=//cdn.test/a.js></script>", Kind.SCRIPT),
        ("<script type=Module src=http://cdn.test/a.js></script>", Kind.SCRIPT),
        ("<base href=https://cdn.test/><script src=a.js></script>", Kind.SCRIPT),
        ("<link rel='preload stylesheet' href=https://cdn.test/a.css>", Kind.STYLE),
        ("<iframe src=https://cdn.test/></iframe>", Kind.FRAME),
        ("<script src=https://evil-www.app.test/a.js integrity=sha384-short></script>", Kind.SCRIPT),
    ],
)
def test_what_comes_from_elsewhere_is_found(body, kind):
    """However its address is written; a hash that is none pins nothing."""
    assert loaded(body) == [(kind, False)]


def test_a_hash_pins_scripts_and_styles_but_no_frame():
    """Browsers compare it with the former alone."""
    tags = (
        "<script src=https://a.test/a.js {}></script>",
        "<link rel=stylesheet href=https://a.test/a.css {}>",
    )
    assert all(pinned for tag in tags for _, pinned in loaded(tag.format(f"integrity='{HASH}'")))
    assert loaded(f"<iframe src=https://a.test/ integrity='{HASH}'></iframe>") == [(Kind.FRAME, False)]


@pytest.mark.parametrize(
    ("url", "referer", "body"),
    [
        ("https://b.example/?u=al%20ice", "", b""),
        ("https://b.example/", "http://localhost/?u=al%20ice", b""),
        ("https://b.example/", "", b'{"who": "al ice"}'),
    ],
)
def test_a_value_goes_along_in_address_referer_or_body(url, referer, body):
    """Also as addresses spell it."""
    asked = Asked("/login", "script", Request("POST", url, (("Referer", referer),), body), pinned=False)
    assert asked.tells("al ice")
    assert not asked.tells("bob")


def test_of_a_secret_in_parts_all_must_go_along():
    """One part alone opens nothing."""
    asked = Asked("/r", "script", Request("GET", "https://b.example/?p=first"), pinned=False)
    assert asked.tells_all(["first"])
    assert not asked.tells_all(["first", "second"])
    assert not asked.tells_all([])
