"""Scripts that stop what is pasted are told from others."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.controls import refuses_paste
from authproof.site import read_page


@pytest.mark.parametrize(
    "script",
    [
        "field.addEventListener('paste', e => e.preventDefault());",
        "input.onpaste = function () { return false; };",
        "$('#password').on('copy paste', function (e) { e.preventDefault(); });",
    ],
)
def test_a_handler_that_stops_the_paste_is_seen(script):
    """As the page, jQuery or an attribute of the element writes it."""
    assert refuses_paste(script)


@pytest.mark.parametrize(
    "script",
    ["form.addEventListener('submit', e => e.preventDefault());", "box.onpaste = () => count();", ""],
)
def test_other_handlers_are_none(script):
    """Stopping something else, or stopping nothing."""
    assert not refuses_paste(script)


def form_of(body):
    """The only form of a page."""
    head = (("Content-Type", "text/html"),)
    page = Exchange(Request("GET", "http://localhost/"), Response(200, head, f"<form>{body}</form>".encode()))
    return read_page(page).forms[0]


def test_a_password_in_clear_is_still_a_password():
    """Where nothing is masked, the name tells."""
    form = form_of('<input name="user"><input name="kennwort" type="text">')
    assert [one.name for one in form.passwords] == ["kennwort"]
    assert [one.name for one in form.texts] == ["user"]


@pytest.mark.parametrize(
    "body", ['<input name="forgot_password_email">', '<input type="email" name="password">']
)
def test_an_address_is_no_password(body):
    """Whatever else its name says."""
    assert not form_of(body).passwords


def test_beside_a_masked_password_nothing_else_is_one():
    """A hint is typed in clear."""
    form = form_of('<input name="password" type="password"><input name="password_hint">')
    assert [one.name for one in form.passwords] == ["password"]
