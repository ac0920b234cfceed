"""Parallel hashes: all are begun before the first of them ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest

from authproof.target.overlap import Overlap


class Log:
    """What happened, in order, told by many threads."""

    def __init__(self):
        """Nothing yet."""
        self.words, self.lock = [], Lock()

    def tell(self, word):
        """One more."""
        with self.lock:
            self.words.append(word)


def at_once(people, request):
    """Run the request in so many threads, all at the same time."""
    start = Barrier(people)

    def run(number):
        start.wait()
        return request(number)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(run, range(people)))


@pytest.mark.parametrize("people", [1, 2, 7])
def test_no_hash_is_left_before_every_request_is_in_its_own(people):
    """All come in before anybody goes on."""
    overlap, log = Overlap(people), Log()

    def request(_number):
        log.tell("in")
        with overlap.around():
            pass
        log.tell("on")
        overlap.ended()

    at_once(people, request)
    assert log.words == ["in"] * people + ["on"] * people
    assert overlap.hashing == people


def test_a_request_without_a_hash_is_not_waited_for():
    """It was refused before: the others hash without it, and it is not counted."""
    overlap = Overlap(3)

    def request(number):
        if number:
            with overlap.around():
                pass
        overlap.ended()

    at_once(3, request)
    assert overlap.hashing == 2


def test_a_request_that_waits_for_another_one_does_not_hold_it_up():
    """An app that lets in one at a time is served one at a time."""
    overlap, door, served = Overlap(3), Lock(), Log()

    def request(number):
        with door, overlap.around():
            served.tell(number)
        overlap.ended()

    at_once(3, request)
    assert sorted(served.words) == [0, 1, 2]


def test_a_second_hash_of_a_request_waits_for_nobody():
    """Only the first one is a meeting: a login that hashes twice goes on."""
    overlap, log = Overlap(1), Log()
    with overlap.around():
        log.tell("one")
    with overlap.around():
        log.tell("two")
    assert log.words == ["one", "two"]
