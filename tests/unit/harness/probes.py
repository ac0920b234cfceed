"""What tests let run inside a loaded target: each takes the inside, and some arguments."""

import logging
import os
import random
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from authproof.audit.stage import client_of
from authproof.exchange import Request
from authproof.target.chance import Chance


def answer(inside, value):
    return value


def pid(inside):
    return os.getpid()


def environment(inside):
    return dict(os.environ)


def get(inside, path):
    """Ask the app for a page, by the bare WSGI protocol."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": None}
    return b"".join(inside.app(environ, lambda status, headers, exc_info=None: None)).decode()


def get_and_tell_the_folder(inside, path):
    said = get(inside, path)
    return said, sorted(one.name for one in inside.databases.folder.iterdir())


def cells(inside):
    return [(one.table, one.column, one.value) for one in inside.databases.cells()]


def hang(inside):
    threading.Event().wait(3600)  # a sleep would only move the target's clock


def spin(inside):
    while True:
        pass


def kill_itself(inside, name):
    os.kill(os.getpid(), signal.Signals[name])


def leave(inside, code):
    os._exit(code)


def leave_politely(inside, code):
    sys.exit(code)


def crash(inside):
    raise ZeroDivisionError("in the middle")


def flood(inside, megabytes):
    for _ in range(megabytes):
        print("x" * (1 << 20))
    return "done"


def big_answer(inside, size):
    return "x" * size


def unpicklable(inside):
    return lambda: None


def start_a_process(inside):
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid


def open_connections(inside, host):
    """Try to reach a host in four ways; says what each met, and what the guard noted."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as packet:
        ways = (
            lambda: stream.connect((host, 80)),
            lambda: packet.sendto(b"x", (host, 53)),
            lambda: socket.getaddrinfo(host, 80),
            lambda: urllib.request.urlopen(f"http://{host}/", timeout=1),
        )
        met = [outcome_of(way) for way in ways]
    return met, list(inside.network.refused)


def outcome_of(way):
    try:
        way()
    except OSError as error:
        return str(error)
    return "reached"


def reach_this_machine(inside):
    """A socket of our own on loopback is reached."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        return client.getpeername()[0], list(inside.network.refused)


def say(inside, words):
    """Print, log and let a child process print; what was caught."""
    print(words, "printed")
    print(words, "complained", file=sys.stderr)
    logging.getLogger("probe").warning("%s logged", words)
    subprocess.run(["echo", words, "echoed"], check=True)
    return inside.output.text()


def log_to(inside, path, words):
    handler = logging.FileHandler(path)
    logger = logging.getLogger("file")
    logger.addHandler(handler)
    logger.warning(words)
    return inside.output.text(), handler.baseFilename


def write_file(inside, path):
    Path(path).write_text("left")
    return list(inside.files.written)


def make_folders(inside, *paths):
    for path in paths:
        Path(path).mkdir(parents=True)


def set_variable(inside, name, value):
    os.environ[name] = value


def count_rows(inside, path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM visit").fetchone()[0]


def hash_calls(inside):
    return len(inside.hashes.calls)


def later(inside, *jumps):
    """How far wall clock, `datetime` and monotonic clock went while the target's clock was moved."""
    before, exact = (time.time(), datetime.now(UTC).timestamp()), time.monotonic()
    for seconds in jumps:
        inside.clock.advance(seconds)
    return time.time() - before[0], datetime.now(UTC).timestamp() - before[1], time.monotonic() - exact


def ticks(inside):
    """Whether the clock goes on after a jump."""
    inside.clock.advance(60)
    first = time.time_ns()
    return any(time.time_ns() > first for _ in range(100_000))


def nap(inside, seconds):
    """What a sleep took on the wall clock and on the one that measures, and what was counted."""
    before, exact = time.time(), time.perf_counter()
    time.sleep(seconds)
    return time.time() - before, time.perf_counter() - exact, inside.clock.slept


def stopped(inside):
    """Two readings while the clock stands still, and whether it goes on afterwards from where it was."""
    inside.clock.advance(3600)
    before = time.time()
    with inside.clock.stopped():
        readings = time.time_ns(), time.time_ns()
    return readings[0] == readings[1], 0 <= time.time() - before < 60


def drawn_twice(inside):
    """Whether `random` and `secrets` say the same again after their states were put back."""
    own = random.Random()
    chance = Chance()
    first = random.random(), own.random(), secrets.token_hex(8)
    chance.again()
    return [
        one == two
        for one, two in zip(first, (random.random(), own.random(), secrets.token_hex(8)), strict=True)
    ]


def front_page(inside):
    """The app's front page, as the in-process client gets it."""
    return client_of(inside).send(Request("GET", "http://localhost/")).response.text
