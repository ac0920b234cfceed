"""Where a form posts to, and for how long browsers stay with https."""

import pytest

from authproof.checks.https_not_enforced import hsts_problem, misdirected


@pytest.mark.parametrize("action", ["https://a.test/login", "https://a.test:443/x"])
def test_the_own_origin_is_right(action):
    """Whatever the path, with its port or without."""
    assert misdirected("https://a.test/login", action) is None


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("http://a.test/login", "sends the password over plain http"),
        ("https://b.test/login", "sends the password to another origin, https://b.test"),
        ("https://a.test:8443/", "sends the password to another origin, https://a.test:8443"),
    ],
)
def test_every_other_origin_is_wrong(action, said):
    """A port is part of it."""
    assert misdirected("https://a.test/login", action) == said


@pytest.mark.parametrize(
    "value", ["max-age=31536000", 'Max-Age = "63072000"; includeSubDomains', "preload; max-age=" + "9" * 5000]
)
def test_a_year_is_enough(value):
    """In any spelling that RFC 6797 allows."""
    assert hsts_problem((value,)) is None


@pytest.mark.parametrize(
    "values", [(), ("includeSubDomains",), ("max-age=86400",), ("max-age=0", "max-age=31536000")]
)
def test_anything_less_is_not(values):
    """Of several headers the first one counts."""
    assert hsts_problem(values)
