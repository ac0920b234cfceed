"""What a Content Security Policy lets through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.probes.csp import HEADER, enforced, lets_scripts_in, nonces, parse, policies, weaknesses
from authproof.probes.pages import Page
from authproof.probes.policy_held import one_of_each_policy
from tests.unit.harness.support import answered

STRICT = "default-src 'self'; object-src 'none'; base-uri 'none'"
REST = "; object-src 'none'; base-uri 'none'"
NAMES = (
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "object-src",
    "base-uri",
    "img-src",
)
SOURCES = (
    "'self'",
    "'none'",
    "*",
    "https:",
    "data:",
    "'unsafe-inline'",
    "'nonce-YWJj'",
    "'strict-dynamic'",
    "a.test",
)
directive = st.builds(
    lambda name, sources: " ".join([name, *sources]),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(SOURCES)),
)
policy = st.lists(directive, min_size=1, max_size=6).map("; ".join)


def html(body, *headers):
    """A page."""
    return Exchange(Request("GET", "https://app.test/"), Response(200, headers, body.encode()))


@pytest.mark.parametrize(
    "text",
    [
        STRICT,
        "default-src 'none'; script-src 'self'; base-uri 'self'",
        f"script-src 'nonce-YWJj' 'unsafe-inline'{REST}",
        f"script-src 'strict-dynamic' 'nonce-YWJj' https: 'unsafe-inline'{REST}",
        f"script-src 'self' https://cdn.test{REST}",
    ],
)
def test_a_strict_policy_has_no_weakness(text):
    """Also with what older browsers need beside a nonce."""
    assert not weaknesses(policies([text]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"script-src 'self' 'unsafe-inline'{REST}", "inline"),
        (f"script-src 'self' 'UNSAFE-INLINE'; script-src 'self'{REST}", "inline"),
        (f"script-src *{REST}", r"from \*"),
        (f"script-src 'self' data:{REST}", "data:"),
        (f"script-src 'nonce-YWJj' https:{REST}", "https:"),
        (f"script-src-elem 'self'{REST}", "no script-src"),
        ("default-src 'self'; base-uri 'none'", "object-src"),
        ("default-src 'none'", "base-uri"),
        ("", "no policy"),
    ],
)
def test_each_hole_is_named(text, says):
    """One word of the weakness tells what to mend."""
    assert re.search(says, "; ".join(weaknesses(policies([text]))))


@given(policy, policy)
def test_a_second_policy_never_opens_anything(first, second):
    """All policies hold at once, so another one can only take away."""
    alone, both = weaknesses(policies([first])), weaknesses(policies([first, second]))
    assert len(both) <= len(alone)


@given(policy)
def test_saying_it_twice_changes_nothing(text):
    """Of equal directives the first counts, and equal policies forbid the same."""
    assert parse(f"{text}; {text}") == parse(text)
    assert weaknesses(policies([text, text])) == weaknesses(policies([text]))


def test_a_policy_in_the_head_counts():
    """A page may carry its policy itself, but for what only a header can say."""
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{STRICT}; frame-ancestors \'none\'"></head>'
    assert not weaknesses(enforced(html(meta)))
    assert enforced(html(meta))[0].get("frame-ancestors") is None


def test_nonces_are_read_from_every_policy():
    """Whatever they are spelt like."""
    header = ("Content-Security-Policy", "script-src 'NONCE-abc+/_-=' 'self'")
    assert nonces(html("", header)) == ("abc+/_-=",)


def test_one_page_of_each_policy_is_tried_and_nonces_make_no_difference():
    """A page without a policy needs no trial."""
    policies = ["script-src 'nonce-aaaa'", "script-src 'nonce-bbbb'", "script-src 'self'", ""]
    pages = [
        Page(f"/{at}", answered(*([(HEADER, policy)] if policy else [])))
        for at, policy in enumerate(policies)
    ]
    assert [page.path for page in one_of_each_policy(pages)] == ["/0", "/2"]


def test_a_policy_lets_scripts_in_or_does_not():
    """Whatever else it lacks."""
    assert not lets_scripts_in(policies(["script-src 'self'"]))
    assert lets_scripts_in(policies(["script-src 'self' 'unsafe-inline'"]))
    assert not lets_scripts_in(policies(["script-src *", "script-src 'none'"]))
