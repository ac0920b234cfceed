"""Who may read an answer with the visitor's cookies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.client.urls import origin
from authproof.exchange import Response
from authproof.probes.origins import lets_read, strangers

hosts = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{2,5})?(:[1-9][0-9]{1,3})?", fullmatch=True)


@given(st.sampled_from(["http", "https"]), hosts)
def test_no_stranger_is_the_app_itself(scheme, host):
    """Else an app that names its own origin would be blamed."""
    base = f"{scheme}://{host}"
    assert origin(base) not in [origin(one.origin) for one in strangers(base)]


def allowed(who, credentials="true"):
    """A response that allows somebody."""
    return Response(
        200, (("Access-Control-Allow-Origin", who), ("Access-Control-Allow-Credentials", credentials))
    )


@pytest.mark.parametrize(
    ("response", "reads"),
    [
        (allowed("https://evil.test"), True),
        (allowed("*"), False),
        (allowed("https://evil.test", "True"), False),
        (allowed("https://good.test"), False),
        (Response(200, (("Access-Control-Allow-Origin", "https://evil.test"),)), False),
        (Response(200, (*allowed("https://evil.test").headers, ("Access-Control-Allow-Origin", "x"))), False),
    ],
)
def test_a_script_reads_only_where_both_headers_let_it(response, reads):
    """`*` with credentials, two values and other spellings are refused by browsers."""
    assert lets_read(response, "https://evil.test") is reads
