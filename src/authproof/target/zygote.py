"""The process that imports the target once; each check runs in a child forked from it.

Started by `server.py` with the number of the inherited socket. The door's own process never imports the
target.
"""

import contextlib
import faulthandler
import gc
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

from authproof.errors import AuthproofError
from authproof.target.inside import Inside, guarded
from authproof.target.loading import load_app, source_of
from authproof.target.messages import Call, Died, Load, Progress, Raised, Returned
from authproof.target.remote import Remote, reach

# No file that the target writes may grow past this: output in an endless loop must not fill the disk.
_FILE_LIMIT = 1 << 30


@dataclass(slots=True)
class Child:
    """A running check: its process, the end of the pipe to hear from it, and when its time is over."""

    ticket: str
    pid: int
    pipe: Connection
    deadline: float
    limit: float


class Zygote:
    """Loads the target, runs calls in itself or in forked children, and tells the door what came of them."""

    def __init__(self, door: Connection) -> None:
        """Listen to that door."""
        self.door = door
        self.children: dict[Connection, Child] = {}
        self.place: Inside | Remote | None = None
        self.folder = Path()

    def serve(self) -> None:
        """Answer until the door hangs up."""
        # A door that was killed has not read our last answer.
        with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                for ready in wait([self.door, *self.children], timeout=self._patience()):
                    if ready is self.door:
                        self._obey(self.door.recv())
                    else:
                        self._hear(self.children[ready])  # type: ignore[index]
                self._end_the_late()
        for child in list(self.children.values()):
            self._end(child)
        if self.place:
            self.place.tidy()

    def _obey(self, message: Load | Call) -> None:
        if isinstance(message, Load):
            self._answer(lambda: self._load(message))
        elif message.ticket is None:
            self._answer(lambda: self._run_here(message))
        else:
            self._fork(message)

    def _answer(self, work: Any) -> None:  # noqa: ANN401
        self.door.send(_outcome(work, None))

    def _load(self, order: Load) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT, _FILE_LIMIT))
        self.folder = Path(order.folder)
        if order.spec.url:
            self.place = reach(order.spec.url, self.folder, order.bounds)
        else:
            self.place = _imported(order)
        self.place.tell = lambda text: self.door.send(Progress(text))

    def _run_here(self, call: Call) -> Any:  # noqa: ANN401
        assert self.place is not None  # the door sends Load first
        self.place.unpark()
        return call.function(self.place, *call.arguments)

    def _fork(self, call: Call) -> None:
        assert self.place is not None  # the door sends Load first
        self.place.park()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # pages shared with the children stay shared
        ours, theirs = Pipe()
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # threads of the target are not there in the child
            pid = os.fork()
        if pid == 0:
            self._be_child(call, theirs)
        theirs.close()
        self.children[ours] = Child(
            call.ticket or "", pid, ours, time.monotonic() + call.time_limit, call.time_limit
        )

    def _be_child(self, call: Call, pipe: Connection) -> None:
        assert self.place is not None  # the door sends Load first
        place, folder = self.place, self.folder
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the door decides
        pipe.send(_outcome(lambda: _in_own_folder(place, folder, call), call.ticket))
        place.tidy()
        pipe.close()
        os._exit(0)

    def _hear(self, child: Child) -> None:
        try:
            answer = child.pipe.recv_bytes()
        except (EOFError, OSError):
            self.door.send(Died(self._ended(child), child.ticket))
        else:
            self._ended(child)
            self.door.send_bytes(answer)

    def _ended(self, child: Child) -> str:
        self.children.pop(child.pipe, None)
        child.pipe.close()
        code = os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1])
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def _end(self, child: Child) -> None:
        os.kill(child.pid, signal.SIGKILL)
        self._ended(child)

    def _end_the_late(self) -> None:
        for child in [one for one in self.children.values() if time.monotonic() > one.deadline]:
            self._end(child)
            self.door.send(Died(f"not ready after {child.limit:g} s", child.ticket))

    def _patience(self) -> float | None:
        deadlines = [child.deadline for child in self.children.values()]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None


def _imported(order: Load) -> Inside:
    with (Path(order.folder) / "where-it-hangs").open("w") as trace:
        faulthandler.dump_traceback_later(order.time_limit / 2, file=trace)
        inside = guarded(Path(order.folder), real_hashing=order.real_hashing)
        inside.app = load_app(order.spec)
        inside.source = source_of(order.spec)
        faulthandler.cancel_dump_traceback_later()
    return inside


def _in_own_folder(place: Inside | Remote, parent: Path, call: Call) -> Any:  # noqa: ANN401
    place.unpark(Path(tempfile.mkdtemp(dir=parent, prefix="check-")))
    return call.function(place, *call.arguments)


def _outcome(work: Any, ticket: str | None) -> Returned | Raised:  # noqa: ANN401
    """Run foreign code: whatever leaves it, `sys.exit` among it, is an answer and not our end."""
    try:
        return Returned(work(), ticket)
    except AuthproofError as error:
        return Raised("", ticket, error)
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # noqa: BLE001 - the target's own code
        return Raised("".join(traceback.format_exception(error)), ticket)


def main() -> None:
    """Take up the socket that the door left open for us."""
    door = Connection(int(sys.argv[1]))
    os.set_inheritable(door.fileno(), False)
    Zygote(door).serve()


if __name__ == "__main__":
    main()
