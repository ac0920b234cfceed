"""Nothing that the target does leaves this machine."""

import pytest

from authproof.target.network import is_loopback
from tests.unit.harness import probes
from tests.unit.harness.support import loaded


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    file = tmp_path_factory.mktemp("network") / "small_target.py"
    file.write_text("def app(environ, start_response):\n    return []\n")
    with loaded(file) as process:
        yield process


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com"])
def test_every_way_out_is_refused_and_noted(target, host):
    """TCP, UDP, a look-up and a URL: none is tried, each is told."""
    met, refused = target.here(probes.open_connections, host, trying="to get out", time_limit=20)
    assert all("authproof refuses" in one for one in met)
    assert refused[-4:] == [host] * 4


def test_this_machine_is_reached(target):
    """An app may talk to a server of its own on loopback."""
    peer, refused = target.here(probes.reach_this_machine, trying="to stay", time_limit=20)
    assert peer == "127.0.0.1"
    assert "127.0.0.1" not in refused


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("app.localhost", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("", True),
        ("0.0.0.0", True),
        ("192.168.0.1", False),
        ("10.0.0.1", False),
        ("localhost.evil.test", False),
        ("evil.test", False),
        ("1.1.1.1", False),
        ("fe80::1%eth0", False),
        ("127.0.0.1.evil.test", False),
    ],
)
def test_only_loopback_is_this_machine(host, local):
    """A private network is not this machine, nor is a name that only begins like it."""
    assert is_loopback(host) == local
