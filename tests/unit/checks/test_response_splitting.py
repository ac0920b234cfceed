"""A header is split where a reader of the wire sees another one."""

import pytest

from authproof.exchange import Exchange, Request, Response
from authproof.probes.wire import BREAKS, is_split, payload


def answer(*headers):
    """A response with these headers."""
    return Exchange(Request("GET", "http://localhost/"), Response(302, headers))


@pytest.mark.parametrize("line_break", [one for name, one in BREAKS if "twice" not in name])
def test_a_raw_line_break_splits(line_break):
    """CR LF, LF and CR alike, in a name as in a value."""
    assert is_split(answer(("Location", payload("/x", line_break))))
    assert is_split(answer((payload("Location", line_break), "/x")))


@pytest.mark.parametrize("value", ["/x%0D%0AX-Authproof-Split: yes", "/x X-Authproof-Split: yes", "/x"])
def test_what_stays_on_its_line_does_not(value):
    """Escaped, or with a blank in the break's place."""
    assert not is_split(answer(("Location", value)))


def test_a_header_of_that_name_is_split():
    """Somebody has unescaped it, and made a header of it."""
    assert is_split(answer(("Location", "/x"), ("x-authproof-split", "yes")))
