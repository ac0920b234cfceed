"""The one shape of every error a person gets to see: a title, what was tried, what was seen, what to do."""

import signal


class AuthproofError(Exception):
    """An error told to a person; `exit_code` is what the process ends with (DESIGN, section 4)."""

    exit_code = 2

    def __init__(self, title: str, *, tried: str, seen: str, advice: str) -> None:
        """Say what went wrong, in four parts."""
        super().__init__(title, tried, seen, advice)
        self.title, self.tried, self.seen, self.advice = title, tried, seen, advice

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the trip from the target's process to the door's."""
        return _rebuild, (type(self), self.title, self.tried, self.seen, self.advice)

    def __str__(self) -> str:
        """The whole error as plain text."""
        return f"{self.title}\n  tried: {self.tried}\n  seen:  {self.seen}\n  do:    {self.advice}"


class UsageError(AuthproofError):
    """The command line or the configuration asks for something that does not exist (exit 2)."""

    exit_code = 2


class TargetError(AuthproofError):
    """Nothing was audited: the target does not load, does not answer, or fails the controls (exit 3)."""

    exit_code = 3


class Interrupted(KeyboardInterrupt):
    """A signal asks us to end, Ctrl-C above all; `exit_code` is 128 and its number, as shells count."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        """Say which signal."""
        super().__init__(number)
        self.number, self.exit_code = number, 128 + number


def _rebuild(kind: type[AuthproofError], title: str, tried: str, seen: str, advice: str) -> AuthproofError:
    return kind(title, tried=tried, seen=seen, advice=advice)
