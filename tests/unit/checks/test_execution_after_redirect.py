"""A stranger's request has an effect if something that was there is another thing now."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.intruders import Intrusion, _makes_something, _sendable
from authproof.probes.methods import Way
from authproof.site import Form, read_page

PAGE = """<form method="post" action="/notes"><input name="text"></form>
<form method="post" action="/leave"><input name="text"><input type="password" name="p"></form>
<form action="/search"><input name="q"></form>
<a href="/notes/5/delete">x</a> <a href="/notes/5">y</a> <a href="mailto:delete@example.com">z</a>"""
SENT = Exchange(Request("POST", "http://localhost/notes"), Response(302))


def page(body=PAGE):
    """A page of the site."""
    return Exchange(
        Request("GET", "http://localhost/me"), Response(200, (("Content-Type", "text/html"),), body.encode())
    )


def test_forms_and_links_that_change_something_are_sent():
    """A search and a mail address are none of them."""
    assert [one.action.removeprefix("http://localhost") for one in _sendable(page())] == [
        "/notes",
        "/leave",
        "/notes/5/delete",
    ]


@pytest.mark.parametrize(("number", "makes"), [(0, True), (1, False)])
def test_a_form_with_a_password_makes_nothing_new(number, makes):
    """It may end the account."""
    assert _makes_something(read_page(page()).forms[number]) is makes


@pytest.mark.parametrize(("kind", "over"), [("insert", False), ("update", True), ("delete", True)])
def test_a_new_row_writes_nothing_over(kind, over):
    """It may be anybody's to make."""
    done = Intrusion(
        Form("http://localhost/me", "http://localhost/notes", "post"), Way("POST"), SENT, ((kind, "note"),)
    )
    assert done.writes_over is over
    assert done.said == f"{kind} note"
