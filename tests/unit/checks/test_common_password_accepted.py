"""Common passwords are picked by length, and compared with random ones of the same shape."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.usual_passwords import ENOUGH, alike, unblocked, usual


@pytest.mark.parametrize("minimum", [6, 8, 10, 12, 15])
def test_there_are_common_passwords_for_every_length(minimum):
    """Enough of them even where only long ones are allowed."""
    words = [word for make in usual(minimum) for word in make]
    assert len(words) >= ENOUGH
    assert all(len(word) >= minimum for word in words)


def test_no_common_password_stands_twice():
    """Each try costs a registration."""
    words = [word for make in usual(1) for word in make]
    assert len(words) == len(set(words))


@given(st.text(string.ascii_letters + string.digits + "!@#$", max_size=30), st.data())
def test_a_password_alike_has_the_same_shape(password, data):
    """Rules of composition judge both alike."""
    size = len(password)
    other = alike(password, data.draw(st.text(string.ascii_lowercase, min_size=size, max_size=size)))
    assert [_kind(char) for char in other] == [_kind(char) for char in password]


def _kind(char):
    return (char.isdecimal(), char.isupper(), char.islower(), "" if char.isalnum() else char)


def test_a_long_one_that_slips_past_a_list_does_not_convict_it():
    """A sound list may lack some of the rare long ones; one that lacks most of them, or a famous one, is none."""
    assert not unblocked(["1q2w3e4r5t6y7u8i"], ["passwordpassword", "111111111111111"])
    assert unblocked(["1q2w3e4r5t6y7u8i", "passwordpassword"], ["111111111111111"])
    assert unblocked(["Password1!"], ["qwerty"] * 20)
