"""What is typed differs from the password from one place on, and nowhere before."""

from hypothesis import given
from hypothesis import strategies as st

from authproof.probes.attempts import altered


@given(st.text(min_size=1, max_size=80), st.integers(0, 79))
def test_only_the_end_is_altered(password, start):
    """Every character from the place on is another one."""
    other = altered(password, start)
    assert len(other) == len(password)
    assert other[:start] == password[:start]
    assert all(one != two for one, two in zip(other[start:], password[start:], strict=True))
