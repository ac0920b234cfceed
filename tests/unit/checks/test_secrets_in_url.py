"""Secrets are found in addresses however they are escaped."""

from urllib.parse import quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.probes.addresses import carried_in, holds


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.sampled_from([quote, quote_plus]))
def test_an_escaped_value_is_found(value, escape):
    """Spaces as plus signs, everything else in percents."""
    assert holds(f"https://a.test/x?a=b&c={escape(value)}", value)


def test_a_link_that_carries_the_value_is_seen():
    """The page around it does not matter, and neither does the value in plain text."""
    linked, plain = b'<a href="/x?t=s3cret">on</a>', b"<p>s3cret</p>"
    answers = [
        Exchange(Request("GET", "http://localhost/"), Response(200, (("Content-Type", "text/html"),), body))
        for body in (linked, plain)
    ]
    assert [carried_in(one, ["s3cret"]) for one in answers] == [True, False]
