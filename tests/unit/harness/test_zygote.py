"""The target's process answers rightly and in time whatever happens in it, and nothing of it is left behind."""

import os
import select
import sys
import time

import pytest

from authproof.errors import TargetError
from authproof.target.messages import Call, Died, Raised, Returned
from tests.unit.harness import probes
from tests.unit.harness.support import loaded

APP = "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'hello']\n"


@pytest.fixture
def target(tmp_path):
    file = tmp_path / "small_target.py"
    file.write_text(APP)
    with loaded(file) as process:
        yield process


def forked(process, *calls, jobs=2):
    """The answers to these calls, by their number."""
    numbered = [
        Call(function, arguments, str(number), limit)
        for number, (limit, function, *arguments) in enumerate(calls)
    ]
    return {int(one.ticket): one for one in process.fork_all(numbered, jobs)}


def ends(pid):
    """Whether a process has ended, or does so now."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(handle) as ended:
        return bool(select.select([ended], [], [], 5)[0])


def test_a_call_returns_what_the_function_returned(target):
    """In the target's process itself, and in a child of its own."""
    assert target.here(probes.answer, {"a": [1]}, trying="to ask", time_limit=10) == {"a": [1]}
    assert forked(target, (10, probes.answer, "b"))[0] == Returned("b", "0")


def test_every_check_has_a_process_of_its_own(target):
    """No two children, nor a child and its parent, share one."""
    pids = {one.value for one in forked(target, *[(10, probes.pid)] * 4).values()}
    pids.add(target.here(probes.pid, trying="to ask", time_limit=10))
    assert len(pids) == 5


@pytest.mark.parametrize("function", [probes.hang, probes.spin])
def test_a_child_that_hangs_is_ended_at_its_limit(target, function):
    """The other children answer meanwhile, and nobody waits longer than the limit."""
    start = time.monotonic()
    answers = forked(target, (0.5, function), (10, probes.answer, 1))
    assert answers == {0: Died("not ready after 0.5 s", "0"), 1: Returned(1, "1")}
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("call", "how"),
    [
        ((probes.kill_itself, "SIGSEGV"), "killed by SIGSEGV"),
        ((probes.kill_itself, "SIGKILL"), "killed by SIGKILL"),
        ((probes.leave, 7), "ended with exit code 7"),
        ((probes.leave, 0), "ended with exit code 0"),
    ],
)
def test_a_child_that_dies_says_how(target, call, how):
    """A crash by signal and a sudden exit are told by their kind; an exit without an answer is no success."""
    assert forked(target, (10, *call))[0] == Died(how, "0")


@pytest.mark.parametrize(
    ("call", "last"),
    [((probes.crash,), "ZeroDivisionError: in the middle"), ((probes.leave_politely, 3), "SystemExit: 3")],
)
def test_an_exception_is_an_answer_with_its_trace(target, call, last):
    """`sys.exit` among them."""
    answer = forked(target, (10, *call))[0]
    assert isinstance(answer, Raised)
    assert answer.trace.strip().endswith(last)


def test_output_without_end_is_swallowed(target):
    """Megabytes printed by a child neither block it nor reach our own output."""
    assert forked(target, (20, probes.flood, 20))[0] == Returned("done", "0")


def test_a_big_answer_arrives_whole(target):
    """More than a pipe holds at once."""
    assert len(forked(target, (20, probes.big_answer, 3_000_000))[0].value) == 3_000_000


def test_an_answer_that_cannot_travel_is_no_silence(target):
    """What cannot be pickled ends the child, and the others go on."""
    answers = forked(target, (10, probes.unpicklable), (10, probes.answer, 1))
    assert not isinstance(answers[0], Returned)
    assert answers[1] == Returned(1, "1")


def test_ten_children_wait_for_two_places(target):
    """All answers come, each once."""
    assert sorted(
        one.value for one in forked(target, *[(10, probes.answer, n) for n in range(10)]).values()
    ) == list(range(10))


def test_nothing_is_left_of_a_target(tmp_path):
    """Its process, what it started itself, and the folder of the copies are gone when the context is left."""
    file = tmp_path / "small_target.py"
    file.write_text(APP)
    with loaded(file) as process:
        pids = [
            process.here(one, trying="to ask", time_limit=10) for one in (probes.pid, probes.start_a_process)
        ]
    assert all(map(ends, pids))
    assert not process.folder.exists()


def test_a_call_that_hangs_in_the_target_itself_is_an_error_in_time(tmp_path):
    """It says what was tried and how long was waited."""
    file = tmp_path / "small_target.py"
    file.write_text(APP)
    with pytest.raises(TargetError) as caught, loaded(file) as process:
        process.here(probes.hang, trying="to find the login", time_limit=0.5)
    assert "no answer after 0.5 s" in caught.value.seen
    assert "to find the login" in caught.value.tried


def test_a_target_that_ends_itself_is_an_error_with_its_exit_code(target):
    """The process is gone, the door says how."""
    with pytest.raises(TargetError, match="exit code 9"):
        target.here(probes.leave, 9, trying="to ask", time_limit=10)


def test_the_target_is_never_imported_here(tmp_path):
    """The door's own process stays as it was: no module, no variable, no folder on the path."""
    file = tmp_path / "leaves_traces_everywhere.py"
    file.write_text(APP + "import os, sys\nos.environ['TRACE'] = 'x'\nsys.path.append('/trace')\n")
    with loaded(file):
        assert "leaves_traces_everywhere" not in sys.modules
    assert "TRACE" not in os.environ
