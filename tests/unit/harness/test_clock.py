"""The clock that the target sees jumps forward when told."""

import pytest

from authproof.target.messages import Call
from tests.unit.harness import probes
from tests.unit.harness.support import loaded


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    file = tmp_path_factory.mktemp("clock") / "small_target.py"
    file.write_text("def app(environ, start_response):\n    return []\n")
    with loaded(file) as process:
        yield process


def in_a_child(target, function, *arguments):
    (answer,) = target.fork_all([Call(function, arguments, "one")], 1)
    return answer.value


def test_a_jump_is_seen_by_every_way_of_asking_the_time(target):
    """`time.time` and `datetime.now` agree after it."""
    wall, date, _ = in_a_child(target, probes.later, 3600)
    assert (3600 <= wall < 3660, 3600 <= date < 3660) == (True, True)


def test_jumps_add_up(target):
    """An hour and an hour are two."""
    assert 7200 <= in_a_child(target, probes.later, 3600, 3600)[0] < 7260


def test_a_jump_is_seen_only_where_it_was_made(target):
    """The next check begins at the real time."""
    in_a_child(target, probes.later, 86_400)
    assert in_a_child(target, probes.later)[0] < 60


def test_a_limit_is_not_moved_by_the_clock(target):
    """The monotonic clock, by which the audit measures its limits, does not jump."""
    assert in_a_child(target, probes.later, 86_400)[2] < 60


def test_the_clock_goes_on_after_a_jump(target):
    """It ticks: two readings are not the same."""
    assert in_a_child(target, probes.ticks)


def test_a_nap_passes_on_the_targets_clock_alone(target):
    """A throttle that lets people wait does not keep the audit waiting; the wait is counted."""
    wall, exact, slept = in_a_child(target, probes.nap, 30)
    assert (wall >= 30, exact < 5, slept) == (True, True, 30)
