"""A signal is an exception, once or twice; then what was started is tidied up in peace."""

import signal

import pytest

from authproof.cli.signals import interruptible
from authproof.errors import Interrupted


@pytest.fixture(autouse=True)
def heard():
    """Whoever starts these tests, such as a shell in the background, may have told them not to hear Ctrl-C."""
    before = {
        one: signal.signal(one, signal.default_int_handler)
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_what_runs(number):
    """It says which it was, with the exit code of shells."""
    with pytest.raises(Interrupted) as stop, interruptible():
        signal.raise_signal(number)
    assert (stop.value.number, stop.value.exit_code) == (number, 128 + number)


def test_a_second_signal_ends_the_waiting_and_a_third_is_not_heard():
    """What is left after the second is to kill and to tidy."""
    with interruptible():
        for number in (signal.SIGINT, signal.SIGTERM):
            with pytest.raises(Interrupted) as stop:
                signal.raise_signal(number)
            assert stop.value.number == signal.SIGINT
        signal.raise_signal(signal.SIGINT)


def test_handlers_are_as_they_were_afterwards():
    """Whoever calls the commands from a program of their own keeps theirs."""
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Interrupted), interruptible():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_that_is_ignored_stays_so():
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
