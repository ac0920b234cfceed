"""What another site can know, what its requests carry, and what they changed."""

from collections import Counter

import pytest

from authproof.client.jar import Cookie, CookieJar
from authproof.findings import Severity
from authproof.probes.forged_changes import judge
from authproof.probes.forgery import pattern, tokens, without_same_site
from authproof.probes.row_changes import differences
from tests.unit.harness.support import BASE, forms

TOKEN, OTHER = "n0b0dy-kn0ws-this", "s0mebody-elses-one"


def form(*hidden):
    """A form with these hidden values, and a name to type."""
    fields = "".join(f'<input type="hidden" name="h{at}" value="{value}">' for at, value in enumerate(hidden))
    return forms(f'<form method="post">{fields}<input name="city"></form>')[0]


def test_a_long_value_that_the_attacker_does_not_see_is_a_token():
    """The attacker's own page shows another one."""
    assert tokens(form(TOKEN), form(OTHER)) == {"h0": OTHER}


@pytest.mark.parametrize("mine", ["7", TOKEN])
def test_what_can_be_guessed_or_is_the_same_for_all_is_no_token(mine):
    """A number that names a row, a value that the attacker's page has, too."""
    assert tokens(form(mine), form("8" if mine == "7" else mine)) == {}


def test_a_browser_without_same_site_sends_every_cookie():
    """Also those that are marked Strict."""
    jar = CookieJar(
        [Cookie("a", "1", "localhost", same_site="strict"), Cookie("b", "2", "localhost", same_site="lax")]
    )
    assert jar.header(f"{BASE}/x", cross_site=True, method="POST") == ""
    assert "a=1; b=2" in without_same_site(jar).header(f"{BASE}/x", cross_site=True, method="POST")


@pytest.mark.parametrize(
    ("through", "needs_password", "severity"),
    [
        (True, False, Severity.HIGH),
        (False, False, Severity.MEDIUM),
        (True, True, Severity.LOW),
        (False, True, Severity.LOW),
    ],
)
def test_severity_follows_what_stands_in_the_way(through, needs_password, severity):
    """Nothing, SameSite alone, or the current password."""
    assert judge(through=through, needs_password=needs_password)[1] is severity


def test_rows_that_came_went_or_were_written_are_told():
    """By the key in their first column."""
    old, new, gone = (("id", 1), ("city", "A")), (("id", 1), ("city", "B")), (("id", 2), ("city", "A"))
    came = (("id", 3), ("city", "A"))
    found = differences(Counter({("t", old): 1, ("t", gone): 1}), Counter({("t", new): 1, ("t", came): 1}))
    assert found == {("update", "t", "city"), ("delete", "t", ""), ("insert", "t", "")}


def test_forms_of_two_rows_are_one_form():
    """The number in the address is the row's."""
    one, other = (forms(f'<form method="post" action="/notes/{row}/delete"></form>')[0] for row in (7, 1234))
    assert pattern(one) == pattern(other) == "/notes/#/delete"
