"""Names that a source looks up, and pages that are somebody's own."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.claims import Claim
from authproof.probes.names_read import looked_up
from authproof.probes.private import PrivatePage
from authproof.site import Account
from authproof.site.model import Witness

ANNA = Account("annabella", "annabella@example.com", "x")
PAGE = PrivatePage(Witness("/me", True, True, "/me"), ANNA, ("Hello, annabella!", "Log out"))


def answer(body, path="/me", status=200):
    """What the site answers there."""
    head = (("Content-Type", "text/html"),)
    return Exchange(Request("GET", f"http://localhost{path}"), Response(status, head, body.encode()))


def test_names_in_look_ups_are_found():
    """Those of a request are marked; what is written, and what is no constant, is not looked up."""
    source = 'request.cookies["uid"]\nenviron.get("HTTP_X")\nrow["name"]\nd["new"] = 1\nd[key]\n'
    assert sorted(looked_up(source)) == [("HTTP_X", True), ("name", False), ("uid", True)]


def test_a_broken_source_has_no_names():
    """It is not the audit that has to mind."""
    assert list(looked_up("def (")) == []


def test_the_page_is_known_by_a_line_of_its_own():
    """The other one may be missing."""
    assert PAGE.shown_in(answer("<p>Hello, annabella!</p>"))


@pytest.mark.parametrize(
    "seen",
    [
        answer("<p>Hello, annabella!</p>", status=403),
        answer("<p>Hello, annabella!</p>", path="/login"),
        answer("<p>You searched for annabella</p>"),
    ],
)
def test_a_repeated_name_is_not_the_page(seen):
    """Neither in a refusal, nor elsewhere, nor in another sentence."""
    assert not PAGE.shown_in(seen)


def test_a_claim_goes_to_its_place():
    """Cookies behind cookies, parameters behind the query, headers in the place of their like."""
    names = (("cookie", "uid"), ("parameter", "as"), ("header", "X-User"))
    sent = Claim("7", "the key", names).change(Request("GET", "http://localhost/me", (("Cookie", "a=b"),)))
    assert (sent.url, sent.header("Cookie"), sent.header("X-User")) == (
        "http://localhost/me?as=7",
        "a=b; uid=7",
        "7",
    )
