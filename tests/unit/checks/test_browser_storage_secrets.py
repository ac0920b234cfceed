"""Recognising a secret in what a page keeps."""

import base64
import json
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from authproof.findings import Severity
from authproof.probes.browser_secrets import ADDRESS, TOKEN, Secret, forms_of, found_in
from authproof.visitor.browser_visitor import Kept

VALUE = 'Qa-!7"öN3wtf8kT'


@given(st.binary(max_size=12), st.binary(max_size=12))
def test_a_secret_is_found_wherever_it_stands_in_base64(before, after):
    """What stands around a value moves its base64, and does not hide it."""
    text = base64.b64encode(before + VALUE.encode() + after).decode()
    assert list(found_in([Kept("localStorage", "x", text)], (Secret("it", VALUE),)))


def test_a_secret_is_found_in_json_and_addresses():
    """Escapes do not hide it."""
    texts = [json.dumps({"a": VALUE}), quote(VALUE), VALUE.encode().hex()]
    found = found_in([Kept("localStorage", "x", text) for text in texts], (Secret("it", VALUE),))
    assert len(list(found)) == len(texts)


def test_a_short_value_has_no_forms():
    """Seven characters would be found by chance."""
    assert forms_of("short12") == ()


def test_a_token_without_a_cookie_may_live_in_the_tab():
    """It has to be somewhere, but not on disk."""
    token = Secret(TOKEN, VALUE)
    told = [token.severity(place) for place in ("sessionStorage", "localStorage", "window", "IndexedDB")]
    assert told == [Severity.INFO, Severity.LOW, Severity.INFO, Severity.LOW]


def test_the_address_alone_is_low():
    """It is personal, but opens nothing."""
    assert Secret(ADDRESS, "a@example.com").severity("localStorage") is Severity.LOW
