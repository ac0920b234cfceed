"""What the tests of PostgreSQL let run inside the loaded club."""

import os
import signal

from authproof.audit.stage import client_of
from authproof.exchange import Request


def join(inside, name):
    """Register somebody; the names of all members afterwards."""
    body = f"username={name}&password=a-long-pass-phrase".encode()
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    client_of(inside).send(Request("POST", "http://localhost/register", headers, body))
    return sorted(str(one.value) for one in inside.databases.cells() if one.column == "name")


def join_and_die(inside, name):
    """The same, and SIGKILL before anything can be tidied."""
    join(inside, name)
    os.kill(os.getpid(), signal.SIGKILL)
