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


def demote(inside, name):
    """Change a row as an administrator would, then one that is not there, then lose everything; what came of each."""
    clones = inside.databases.clones
    changed = clones.execute('UPDATE "member" SET "name" = ? WHERE "name" = ?', ("nobody", name))
    refused = clones.execute('UPDATE "nothing" SET "name" = ?', ("nobody",))
    return changed, refused, inside.databases.lose_tables(), list(inside.databases.cells())
