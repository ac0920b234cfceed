"""The door's end: starts the target's process, asks it to run functions, and never waits for ever."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess  # nosec B404 - we start our own interpreter
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from authproof.errors import TargetError
from authproof.target.files import undo
from authproof.target.messages import Call, Died, Load, Progress, Raised, Returned
from authproof.target.meter import Bounds
from authproof.target.output import tail
from authproof.target.postgres import drop_clones
from authproof.target.spec import TargetSpec

Answer = Returned | Raised | Died


class TargetProcess:
    """A context in which the target is loaded; leaving it ends every process of it and removes all copies."""

    def __init__(
        self,
        spec: TargetSpec,
        *,
        real_hashing: bool = False,
        load_limit: float = 30.0,
        bounds: Bounds | None = None,
        on_progress: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """Make a private folder; nothing runs before the context is entered."""
        self.spec, self.real_hashing, self.load_limit, self.on_progress = (
            spec,
            real_hashing,
            load_limit,
            on_progress,
        )
        self.bounds = bounds or Bounds()
        self.folder = Path(tempfile.mkdtemp(prefix="authproof-"))

    def __enter__(self) -> Self:
        """Start the process and import the target.

        Raises:
            TargetError: it does not import, ends the interpreter or hangs.
        """
        ours, theirs = socket.socketpair()
        with theirs, (self.folder / "early-output").open("wb") as early:
            self._process = subprocess.Popen(  # nosec B603 - our own interpreter and module
                [sys.executable, "-P", "-m", "authproof.target.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=early,
                stderr=early,
                start_new_session=True,
            )
        self._pipe = Connection(ours.detach())
        try:
            order = Load(self.spec, str(self.folder), self.real_hashing, self.load_limit, self.bounds)
            self._ask(
                order, "to reach the target" if self.spec.url else "to import the target", self.load_limit
            )
        except BaseException:
            self._end(patience=0.2)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up, so that the process tidies and ends; kill its whole session if it does not."""
        self._end(patience=5 if kind is None else 0.5)

    def _end(self, patience: float) -> None:
        self._pipe.close()
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=patience)
        finally:  # a second Ctrl-C ends the waiting, not the tidying
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # also what the target itself has started
            self._process.wait()
            undo(self.folder)
            drop_clones(self.folder)
            shutil.rmtree(self.folder, ignore_errors=True)

    def here(self, function: Callable[..., Any], *arguments: object, trying: str, time_limit: float) -> Any:  # noqa: ANN401 - whatever the function returns
        """Run `function(inside, *arguments)` in the target's process; its effects stay for the children.

        Raises:
            TargetError: it raised one, crashed or did not end in time.
        """
        return self._ask(Call(function, arguments), trying, time_limit)

    def fork_all(self, calls: list[Call], jobs: int) -> Iterator[Answer]:
        """Run each call in a child of its own, `jobs` at a time; yield the answers as they come.

        Each call has a ticket. Answers to calls of an earlier round, which somebody broke off, are left out.
        """
        waiting, running = list(reversed(calls)), set[str | None]()
        while waiting or running:
            while waiting and len(running) < jobs:
                running.add(waiting[-1].ticket)
                self._pipe.send(waiting.pop())
            try:
                answer = self._next_answer(time.monotonic() + max(call.time_limit for call in calls) + 30)
            except TimeoutError:
                raise self._error(
                    "The target hangs", "to run a check in it", "its process does not answer"
                ) from None
            except (EOFError, OSError):
                raise self._error(
                    "The target ended the audit", "to run a check in it", self._how_it_ended()
                ) from None
            if answer.ticket in running:
                running.remove(answer.ticket)
                yield answer

    def _ask(self, message: Load | Call, trying: str, time_limit: float) -> Any:  # noqa: ANN401
        try:
            self._pipe.send(message)
            answer = self._next_answer(time.monotonic() + time_limit)
        except TimeoutError:
            raise self._error(
                "The target hangs", trying, f"no answer after {time_limit:g} s{self._where()}"
            ) from None
        except (EOFError, OSError):
            raise self._error("The target ended the interpreter", trying, self._how_it_ended()) from None
        if isinstance(answer, Returned):
            return answer.value
        if isinstance(answer, Raised) and answer.error:
            raise answer.error
        trace = answer.trace if isinstance(answer, Raised) else answer.how
        raise self._error("The target does not load", trying, _last_lines(trace))

    def _next_answer(self, deadline: float) -> Answer:
        while self._pipe.poll(max(0.0, deadline - time.monotonic())):
            message = self._pipe.recv()
            if not isinstance(message, Progress):
                return message  # type: ignore[no-any-return]
            self.on_progress(message.text)
        raise TimeoutError

    def _error(self, title: str, trying: str, seen: str) -> TargetError:
        return TargetError(
            title,
            tried=f"{trying} ({self.spec.text})",
            seen=seen,
            advice=(
                "run it by itself first (flask --app TARGET routes): authproof audits what starts; "
                "variables that it needs can stand in [tool.authproof.environ]"
            ),
        )

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        how = (
            f"it was killed by {signal.Signals(-code).name}"
            if code < 0
            else f"it ended with exit code {code}"
        )
        said = (tail(self.folder / "output", 400) or tail(self.folder / "early-output", 400)).strip()
        return f"{how}; its last words: {said}" if said else how

    def _where(self) -> str:
        """The innermost line of the target's own that faulthandler wrote down at half the limit."""
        lines = [
            line.strip() for line in tail(self.folder / "where-it-hangs").splitlines() if "File " in line
        ]
        own = [line for line in lines if not _is_machinery(line)]
        return f", at {own[0]}" if own else ""


def _last_lines(trace: str) -> str:
    """The exception with its whole message, and the last line of the target's own code above it."""
    lines = trace.strip().splitlines()
    places = [at for at, line in enumerate(lines) if line.startswith("  ")]
    message = " ".join(line.strip() for line in lines[places[-1] + 1 if places else 0 :])[:600]
    own = [
        lines[at].strip() for at in places if lines[at].startswith("  File ") and not _is_machinery(lines[at])
    ]
    return f"{message} ({own[-1]})" if own else message


def _is_machinery(line: str) -> bool:
    """Whether a line of a trace stands in our loader, in the standard library or in an installed package."""
    return any(
        part in line
        for part in ("authproof/target", "importlib", "site-packages", str(Path(os.__file__).parent))
    )
