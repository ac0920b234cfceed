"""Two groups of answers are told apart by what every one of a group has and none of the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.probes.masking import Trait, masked, separating, traits

GROUPS = st.lists(
    st.frozensets(st.builds(Trait, st.integers(0, 2), st.just("text"), st.text(max_size=2))), max_size=4
)


def answer(body, status=200, *headers):
    """The answer to a login attempt."""
    pairs = (("Content-Type", "text/html"), *headers)
    return Exchange(Request("POST", "http://localhost/login"), Response(status, pairs, body.encode()))


def told(known, unknown, name="anna", other="bert"):
    """What separates two answers, each seen twice."""
    return [str(one) for one in separating([traits([known], (name,))] * 2, [traits([unknown], (other,))] * 2)]


def test_another_status_tells():
    """It comes before all else."""
    assert told(answer("no", 401), answer("no", 404))[0].startswith("status")


def test_another_redirect_tells():
    """Where it leads counts, not how it is written."""
    here = answer("", 302, ("Location", "/login?again"))
    assert told(here, answer("", 302, ("Location", "http://localhost/login?again"))) == []
    assert told(here, answer("", 302, ("Location", "/join"))) == [
        "Location '/join'",
        "Location '/login?again'",
    ]


def test_words_come_before_tags():
    """A person reads words."""
    assert told(answer("<p>no</p>"), answer("<p class='x'>nobody</p>"))[0] == "text 'no'"


def test_the_name_that_was_typed_does_not_tell():
    """Neither as it is nor escaped, whatever its length."""
    assert told(answer("<b>anna</b>"), answer("<b>bert</b>")) == []
    assert told(answer("o&#x27;x"), answer("bert"), "o'x") == []


@pytest.mark.parametrize("noise", ["2026-01-02 03:04", "token=aZ8xW2bcQ9dLmN0pqRsT", "a1b2c3d4e5f6a7b8c9d0"])
def test_tokens_and_dates_do_not_tell(noise):
    """They are others at each request."""
    assert masked(noise) == masked(noise.translate(str.maketrans("0123456789", "1234567890")))


@given(GROUPS, GROUPS)
def test_telling_apart_is_symmetrical(group, others):
    """Neither group is the first."""
    assert separating(group, others) == separating(others, group)


@given(GROUPS)
def test_a_group_is_not_told_from_itself(group):
    """However its answers differ."""
    assert separating(group, group) == ()


@given(
    GROUPS.filter(bool),
    GROUPS.filter(bool),
    st.frozensets(st.builds(Trait, st.just(0), st.just("text"), st.text())),
)
def test_one_answer_of_the_other_kind_silences_a_trait(group, others, stray):
    """What also comes in the other group tells nothing."""
    assert not set(separating(group, [*others, frozenset.union(*group) | stray])) & frozenset.union(*group)
