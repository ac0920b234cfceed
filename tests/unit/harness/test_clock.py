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


def test_a_jump_is_seen_by_the_clock_that_stores_count_by(target):
    """A session store that forgets by the monotonic clock forgets too."""
    assert 86_400 <= in_a_child(target, probes.later, 86_400)[2] < 86_460


def test_a_stopped_clock_tells_the_same_time_twice(target):
    """And it goes on afterwards from where it was."""
    assert in_a_child(target, probes.stopped) == (True, True)


def test_chance_comes_again_but_not_from_the_system(target):
    """The `random` module and generators of one's own repeat themselves, `secrets` does not."""
    assert in_a_child(target, probes.drawn_twice) == [True, True, False]


def test_the_clock_goes_on_after_a_jump(target):
    """It ticks: two readings are not the same."""
    assert in_a_child(target, probes.ticks)


def test_a_nap_passes_on_the_targets_clock_alone(target):
    """A throttle that lets people wait does not keep the audit waiting; the wait is counted."""
    wall, exact, slept = in_a_child(target, probes.nap, 30)
    assert (wall >= 30, exact < 5, slept) == (True, True, 30)
