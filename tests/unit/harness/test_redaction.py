"""A secret never survives into a report, wherever and however it is written; cookies are cut."""

import html
import json
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.findings import finding
from authproof.findings.redaction import Redaction
from authproof.reports import to_json
from tests.unit.harness.support import answered, reported

SECRET = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=6, max_size=30)
ANY = st.text(st.characters(codec="utf-8"), max_size=20)
SPELLINGS = [
    str,
    html.escape,
    quote,
    quote_plus,
    lambda text: quote(text, safe=""),
    lambda text: json.dumps(text)[1:-1],
    lambda text: repr(text)[1:-1],
    lambda text: urlencode({"p": text})[2:],
]
LONG = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789._-"), min_size=20, max_size=60)


@given(SECRET, ANY, ANY, st.sampled_from(SPELLINGS))
def test_a_secret_is_hidden_however_it_is_spelled(secret, before, after, spell):
    """Plain, escaped for a page, percent-encoded for a URL or a form, quoted for JSON or Python."""
    assume(secret not in "[redacted]" and "redacted" not in secret)
    shown = Redaction([secret]).text(f"{before}{spell(secret)}{after}")
    assert "[redacted]" in shown
    assert spell(secret) not in shown.replace("[redacted]", "\0")


@given(LONG)
def test_a_secret_survives_nowhere_in_a_report(secret):
    """URL, headers, bodies, crash, message, note and cookie: the JSON report holds it nowhere."""
    exchange = Exchange(
        Request(
            "POST",
            f"http://localhost/?p={secret}",
            (("Authorization", f"Bearer {secret}"), ("Cookie", f"s={secret}")),
            f"p={secret}&q=1".encode(),
        ),
        Response(
            500,
            (("Set-Cookie", f"s={secret}; Path=/"), ("Location", f"/{secret}")),
            f"<p>{secret}</p>".encode(),
        ),
        crash=f"ValueError: {secret}",
    )
    found = Redaction([secret]).finding(
        finding(f"it shows {secret}", evidence=(exchange, f"in a note: {secret}"))
    )
    assert secret not in to_json(reported(found))


@given(st.lists(LONG, min_size=2, max_size=4, unique=True))
def test_a_secret_inside_another_leaves_nothing_of_either(secrets):
    """The longest is hidden first, whatever order they were given in."""
    text = " ".join([*secrets, "".join(secrets)])
    shown = Redaction(secrets).text(text)
    assert not [one for one in secrets if one in shown]
    assert shown == Redaction(reversed(secrets)).text(text)


@given(
    LONG,
    st.sampled_from(["Cookie", "Set-Cookie", "set-cookie"]),
    st.sampled_from(["", "; Path=/; HttpOnly", "; other=1"]),
)
def test_a_cookie_is_cut_to_its_beginning(value, header, rest):
    """Enough to tell two apart, too little to use; attributes stay readable."""
    exchange = answered((header, f"sid={value}{rest}"))
    ((_, shown),) = Redaction([]).exchange(exchange).response.headers
    assert shown == f"sid={value[:8]}…({len(value)} characters){rest}"


def test_attributes_of_a_cookie_are_kept():
    """Expires, Path and Domain are no secrets and often the point."""
    line = "sid=1; Expires=Wed, 01 Jan 2098 00:00:00 GMT; Path=/a-long-path/; Domain=accounts.example.com"
    assert Redaction([]).exchange(answered(("Set-Cookie", line))).response.headers[0][1] == line


@given(ANY)
def test_without_secrets_a_text_stays_as_it_is(text):
    """Nothing is hidden by accident, and nothing raises; short words are no secrets."""
    assert Redaction([]).text(text) == text
    assert Redaction(["a", "", "12345"]).text(text) == text


@given(SECRET, ANY)
def test_hiding_twice_changes_nothing(secret, text):
    """What was redacted once is redacted."""
    assume("redacted" not in secret and secret not in "[redacted]")
    once = Redaction([secret]).text(text + secret)
    assert Redaction([secret]).text(once) == once


@pytest.mark.parametrize(
    "secret", ["\ud800\ud800\ud800\ud800\ud800\ud800", "\x00\x00\x00\x00\x00\x00", "......"]
)
def test_an_odd_secret_is_taken(secret):
    """Lone surrogates, NULs and dots: no spelling raises."""
    assert Redaction([secret]).text(f"a{secret}b") == "a[redacted]b"
