"""The guards that stand over every test (conftest.py)."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_no_test_reaches_another_machine():
    """An address outside this machine is refused before a packet leaves (192.0.2.0/24 belongs to nobody)."""
    with socket.socket() as ours, pytest.raises(PermissionError, match=r"tried to reach 192\.0\.2\.1"):
        ours.connect(("192.0.2.1", 80))


def test_no_test_looks_a_name_up():
    """A look-up is a message to another machine, too."""
    with pytest.raises(PermissionError, match=r"tried to reach authproof\.test"):
        socket.getaddrinfo("authproof.test", 80)


def test_this_machine_is_reached():
    """A server of the test's own can be talked to."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_the_shell_does_not_reach_the_apps(tmp_path):
    """What a developer has exported is gone before the first test starts."""
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(
        "import os\ndef test_it(): assert not {'SECRET_KEY', 'FLASK_ENV'} & {*os.environ}"
    )
    environ = {**os.environ, "SECRET_KEY": "exported", "FLASK_ENV": "exported"}
    subprocess.run([sys.executable, "-m", "pytest", "-q", tmp_path], env=environ, check=True, cwd=tmp_path)
