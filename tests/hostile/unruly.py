"""A sound app whose process misbehaves as UNRULY says, as soon as the checks begin: before that it is a lamb."""

import builtins
import ctypes
import gc
import os
import resource
import signal
import sys
import threading
import time

from tests.security.apps.two_forms import create_app as sound_app

HOME = os.getpid()


def fork_bomb():
    """Bounded: the children stay for a while."""
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)


def flood():
    """Megabytes of output."""
    for _ in range(2_000):
        print("flood " * 2_000)


def recursion(depth=0):
    """As deep as it goes."""
    return recursion(depth + 1)


def eat_memory():
    """More than is allowed to it: the limit is its own, so that the machine lives."""
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    return [bytearray(64 << 20) for _ in range(64)]


def spoil_open():
    """Nobody opens a file any more."""
    builtins.open = lambda *_given, **_more: (_ for _ in ()).throw(OSError("no files today"))


def spoil_time():
    """It is always the same second."""
    time.time = lambda: 0.0


def close_descriptors():
    """What the process has open it has no more."""
    os.closerange(3, 256)


def ignore_signals():
    """Deaf to every signal that can be ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def leave_home():
    """A working directory that is gone."""
    folder = f"/tmp/gone-{os.getpid()}"
    os.mkdir(folder)  # noqa: PTH102
    os.chdir(folder)
    os.rmdir(folder)  # noqa: PTH106


def swallow():
    """Exceptions are nobody's business."""
    sys.excepthook = threading.excepthook = lambda *_given: None


def spin():
    """Busy for ever."""
    while True:
        pass


def stay_behind():
    """A thread that never ends."""
    threading.Thread(target=time.sleep, args=(3600,)).start()


WAYS = {
    "os._exit": lambda: os._exit(3),
    "sys.exit": lambda: sys.exit(3),
    "kills itself": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stops itself": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "segfault": lambda: ctypes.string_at(0),
    "kills its parent": lambda: os.kill(HOME, signal.SIGKILL),
    "fork bomb": fork_bomb,
    "flood": flood,
    "recursion": recursion,
    "eats memory": eat_memory,
    "spoils open": spoil_open,
    "spoils time": spoil_time,
    "closes descriptors": close_descriptors,
    "ignores signals": ignore_signals,
    "leaves home": leave_home,
    "switches gc off": gc.disable,
    "swallows exceptions": swallow,
    "spins": spin,
    "sleeps": lambda: threading.Event().wait(),
    "raises": lambda: 1 / 0,
    "raises SystemExit": lambda: (_ for _ in ()).throw(SystemExit("bye")),
    "raises KeyboardInterrupt": lambda: (_ for _ in ()).throw(KeyboardInterrupt),
    "stays behind": stay_behind,
    "removes its environment": os.environ.clear,
}
# After these the app works as before.
HARMLESS = frozenset(
    {
        "flood",
        "spoils open",
        "spoils time",
        "ignores signals",
        "leaves home",
        "switches gc off",
        "swallows exceptions",
    }
    | {"stays behind", "removes its environment", "fork bomb"}
)


def create_app():
    """Sound, until a child is asked: what spoils the process is done once, all else with every request."""
    app = sound_app()
    name = os.environ["UNRULY"]
    way, once, done = WAYS[name], name in HARMLESS, []

    @app.before_request
    def misbehave():
        if os.getpid() != HOME and not (once and done):
            done.append(name)
            way()

    return app
