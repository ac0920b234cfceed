"""Guards for every test: a clean environment, no network but this machine, one choice of examples."""

import os
import re
import sys
from typing import Any

from hypothesis import settings

pytest_plugins = ["pytester"]  # for the tests of our own plugin

# What a shell may hold that would change the apps under test, or the text that reporters write.
FOREIGN = re.compile(
    r"SECRET_KEY|FLASK_.*|WERKZEUG_.*|SQLALCHEMY_.*|.*DATABASE_UR[IL]|MAIL_.*|RATELIMIT_.*"
    r"|NO_COLOR|FORCE_COLOR|CLICOLOR.*|PY_COLORS|TTY_.*|COLUMNS|LINES"
)
THIS_MACHINE = re.compile(r"|localhost|127\.[0-9.]+|0\.0\.0\.0|::1?")
REACHING_OUT = {"socket.connect", "socket.sendto", "socket.getaddrinfo"}
THIS_PROCESS = os.getpid()

# In CI the same examples each time: no change is turned away for a bug that it did not bring. At a desk new
# ones, and what failed is kept in .hypothesis and tried first. `--hypothesis-profile=thorough` digs.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("desk", deadline=None, print_blob=True)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2_000)
settings.load_profile("ci" if "CI" in os.environ else "desk")


def pytest_configure() -> None:
    """Clean up and stand guard before a test module is imported; tests set what they need by monkeypatch."""
    for name in filter(FOREIGN.fullmatch, list(os.environ)):
        del os.environ[name]
    sys.addaudithook(refuse_other_hosts)


def refuse_other_hosts(event: str, arguments: tuple[Any, ...]) -> None:
    """No test reaches another machine; a forked child is left to authproof's own guard, under test there."""
    if event in REACHING_OUT and os.getpid() == THIS_PROCESS:
        host = host_of(event, arguments)
        if not THIS_MACHINE.fullmatch(host):
            raise PermissionError(
                f"a test tried to reach {host}: tests talk to this machine only (conftest.py)"
            )


def host_of(event: str, arguments: tuple[Any, ...]) -> str:
    """The host that an audit event is about; empty for a socket in the file system."""
    if event == "socket.getaddrinfo":
        host = arguments[0] or ""
        return host.decode() if isinstance(host, bytes) else str(host)
    address = arguments[1]
    return str(address[0]) if isinstance(address, tuple) else ""
