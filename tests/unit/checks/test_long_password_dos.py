"""The verdict on a length, with a clock of our own."""

import pytest

from authproof.probes.lengths import LONG, SHORT, climb, exceeds
from tests.unit.harness.support import answered


class Server:
    """Works for as long as `cost` says, on a clock of its own."""

    def __init__(self, cost, limit=10**9):
        """Refuse what is longer than the limit."""
        self.now, self.cost, self.limit, self.asked = 0.0, cost, limit, []

    def __call__(self, length):
        """Take a password of that length."""
        self.asked.append(length)
        self.now += self.cost(length)
        return answered(status=413 if length > self.limit else 200)


def climbed(server):
    """All comparisons with that server."""
    return climb(server, lambda: server.now)


def test_work_that_does_not_grow_is_followed_to_the_longest_password():
    """Nothing to say of it."""
    works = climbed(Server(lambda _length: 0.05))
    assert works[-1].length == LONG
    assert not works[-1].excessive


@pytest.mark.parametrize("power", [1, 2, 3])
def test_work_that_grows_is_noticed_before_it_takes_minutes(power):
    """Whether in proportion, with the square or with the cube."""
    server = Server(lambda length: (length / 3_000) ** power)
    assert climbed(server)[-1].excessive
    assert server.now < 60


def test_a_single_slow_answer_is_no_verdict():
    """The median of five decides."""
    server = Server(lambda length: 3.0 if length > SHORT and server.asked.count(length) == 1 else 0.01)
    assert not climbed(server)[-1].excessive


def test_a_refusal_by_size_ends_the_climb():
    """What is longer would be refused as well."""
    works = climbed(Server(lambda _length: 0.01, limit=64_000))
    assert works[-1].answer.response.status == 413
    assert not works[-1].excessive


@pytest.mark.parametrize(
    ("short", "long", "verdict"),
    [(0.1, 1.2, True), (0.1, 0.9, False), (1.0, 4.9, False), (0.001, 0.5, False)],
)
def test_ratio_and_difference_must_both_be_large(short, long, verdict):
    """Either alone means little."""
    assert exceeds(short, long) is verdict
