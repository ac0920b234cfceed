"""The SameSite attribute is judged as browsers read it."""

import pytest

from authproof.checks.cookie_samesite_weak import weakness
from authproof.client.jar import parse_set_cookie


@pytest.mark.parametrize("line", ["a=b; SameSite=Lax", "a=b; samesite = STRICT"])
def test_a_restricting_attribute_is_strong(line):
    """Lax and Strict, in any case."""
    assert weakness(parse_set_cookie(line, "http://localhost/")) == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a=b", "without SameSite"),
        ("samesite=b", "without SameSite"),
        ("a=b; SameSite=Lux", "with a SameSite value that does not exist"),
        ("a=b; SameSite=None; Secure", "with SameSite=None"),
        ("a=b; SameSite=None", "with SameSite=None and without Secure, which browsers refuse"),
    ],
)
def test_anything_else_is_weak(line, said):
    """Each way of being weak has its words."""
    assert weakness(parse_set_cookie(line, "http://localhost/")) == said
