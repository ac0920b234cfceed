"""A secret is recognised however a response spells it."""

import base64
import html
import json
import zlib
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.probes.leaks import leaks
from authproof.probes.spellings import before, in_cookie, packed_in, spelt_in

SECRET = "Qx-!4<corr&ect> \"h'orse"
SPELLINGS = (
    str,
    html.escape,
    quote,
    quote_plus,
    str.lower,
    json.dumps,
    lambda secret: secret[::-1],
    lambda secret: secret.encode().hex(),
    lambda secret: base64.b64encode(f"pw={secret};".encode()).decode(),
    lambda secret: base64.urlsafe_b64encode(f"{secret}?".encode()).decode(),
)


@pytest.mark.parametrize("spell", SPELLINGS)
def test_a_secret_is_found_in_every_spelling(spell):
    """With anything around it."""
    assert spelt_in(f"<p>so {spell(SECRET)} it is", SECRET)


@given(st.text(min_size=8, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_base64_hides_nothing_wherever_the_secret_begins(secret, left, right):
    """Three alignments, two alphabets."""
    packed = base64.b64encode((left + secret + right).encode()).decode()
    assert spelt_in(packed, secret) or len(secret.encode()) < 10


@given(st.text("abcdefgh", max_size=200))
def test_other_text_holds_no_secret(text):
    """No false alarm by chance."""
    assert packed_in(text, SECRET) is None


def test_a_flask_session_is_opened():
    """Base64 of compressed JSON behind a dot."""
    data = base64.urlsafe_b64encode(zlib.compress(json.dumps({"last": SECRET * 9}).encode())).decode()
    assert in_cookie(f".{data.rstrip('=')}.aBcDeF.signature", SECRET)
    assert packed_in(f"session:{data}", SECRET)


def test_the_place_is_shown_without_the_secret():
    """Evidence says where, not what."""
    assert (
        before(f"login refused: name=anna password={SECRET}", SECRET) == "login refused: name=anna password="
    )


def answer(body, method="POST", *headers):
    """What a login sends back."""
    pairs = (("Content-Type", "text/html"), *headers)
    return Exchange(Request(method, "http://localhost/login"), Response(200, pairs, body.encode()))


FIELD = f'<form><input type="password" name="p" value="{html.escape(SECRET)}"></form>'


@pytest.mark.parametrize(
    ("exchange", "where", "refilled"),
    [
        (answer(FIELD), "a field of the form", True),
        (answer(FIELD, "GET"), "the page", False),
        (answer(FIELD + html.escape(SECRET)), "the page", False),
        (answer("", "POST", ("Location", f"/?p={quote(SECRET)}")), "the header Location", False),
        (answer("", "POST", ("Set-Cookie", f"p={quote(SECRET)}")), "the cookie p", False),
    ],
)
def test_each_part_of_a_response_is_searched(exchange, where, refilled):
    """A field filled in again after an error is less than a page that shows the password."""
    assert [(leak.where, leak.refilled) for leak in leaks(exchange, SECRET)] == [(where, refilled)]


def test_a_clean_response_has_no_leak():
    """The negative control."""
    assert not list(leaks(answer("<form><input type=password name=p></form>"), SECRET))
