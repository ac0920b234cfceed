"""A login withstands a siege when the right password is refused, or when waiting has become long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authproof.exchange import Exchange, Request, Response
from authproof.probes.siege import Siege, growth

ANSWER = Exchange(Request("POST", "http://localhost/login"), Response(200))


def siege(*, opened, delay=0.0):
    """Ten wrong passwords and the right one."""
    return Siege(10, 10, opened, delay, ANSWER, ANSWER)


@pytest.mark.parametrize(("opened", "delay", "held"), [(False, 0, True), (True, 0, False), (True, 5, True)])
def test_refusing_or_slowing_down_withstands(opened, delay, held):
    """The right password at once does not."""
    assert siege(opened=opened, delay=delay).held is held


@given(st.floats(0, 59), st.integers(1, 100))
def test_a_constant_delay_is_no_growth(delay, attempts):
    """Many guess at the same time."""
    assert growth([delay] * attempts) == 0


def test_a_doubling_delay_grows():
    """Also where it is broken off after a minute."""
    assert growth([0.1 * 2**n for n in range(10)]) > 10
    assert growth([0, 0, 90]) == 90
    assert growth([]) == 0
